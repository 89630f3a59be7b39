using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.OneLine;
using Moomken.Bot.Tests.Language;
using Xunit;

namespace Moomken.Bot.Tests.OneLine;

/// <summary>Whatever is typed: nothing throws, every report is answered, and what is written without a mistake is read without one.</summary>
public class OneLinePropertyTests
{
    private static readonly string[] Pieces =
    [
        "PS", "CI", "محطة", "حادث", "REG", "123456", "١٢٣٤٥٦", "AA", "AB1", "AC", "AD1,3", "AE", "AF", "9:30", "K", "D", "نوع", "وصف", "@", "|", "!", "-", "-3", "1.5",
        "7K2M-9QPX", "O", "l", "ZZ9", "hello", "\uD83D", "👨‍👩‍👧", "\u202E", "\u2067", "\u200B", "ـ", "\0", "\n", "،", "؛", "'", "\"", "{case}", "{{", "1️⃣", "999999999999999999999", "٪",
    ];

    private static readonly Gen<string> Anything = Gen.OneOf(
        Gen.String[0, 80],
        Gen.Select(Gen.Int[0, Pieces.Length - 1].Array[0, 12], Gen.Bool, (picks, spaced) => string.Join(spaced ? " " : "", picks.Select(pick => Pieces[pick]))),
        Gen.Select(Gen.Int[0, Pieces.Length - 1], Gen.Int[1, 10_000], (pick, length) => string.Concat(Enumerable.Repeat(Pieces[pick] + " ", (length / 2) + 1))[..length]));

    private static readonly string[] Starts = ["PS ", "CI", "محطة ", "حادث ", "IL", "REG ", "RC ", ""];

    [Fact]
    public void Any_characters_are_read_and_answered() =>
        Gen.Select(Gen.Int[0, Starts.Length - 1], Anything, Gen.Int[0, 1]).Sample(
            (start, text, tongue) =>
            {
                if (OneLineSample.Parse(Starts[start] + text, (Tongue)tongue) is not { } reading)
                {
                    return;
                }

                var reply = OneLineSample.Reply(reading, (Tongue)tongue);

                Assert.False(string.IsNullOrWhiteSpace(reply));
                Assert.DoesNotContain("oneline.", reply, StringComparison.Ordinal);
                Assert.EndsWith("(R11)", reply, StringComparison.Ordinal);
                Assert.All(reading.Fields, field => Assert.True(field.Answer is not null || field.Wrong is not null));
                Assert.DoesNotContain(reading.Given.Values, answer => answer.Value.Any(char.IsSurrogate) && !answer.Value.IsNormalizedPairs());
            },
            iter: 4_000,
            threads: 1);

    [Theory]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public void Ten_thousand_characters_are_read_in_no_time_at_all(int length)
    {
        foreach (var piece in Pieces)
        {
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            var text = "CI 123456 " + string.Concat(Enumerable.Repeat(piece, (length / piece.Length) + 1))[..length];

            var reading = OneLineSample.Parse(text);

            Assert.NotNull(reading);
            Assert.NotEmpty(OneLineSample.Reply(reading, Tongue.Arabic));
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10), $"{piece}: a line must not take time that grows with the square of its length.");
        }
    }

    [Fact]
    public void What_is_written_is_read_back_in_every_script() =>
        Gen.Select(Answers, Gen.Int[0, 2], Gen.Bool, Gen.Bool).Sample(
            (answers, script, arabicTags, glued) =>
            {
                var form = OneLineSample.Library.Forms["polling"];
                var line = OneLineExample.Line(form, answers, field => arabicTags ? field.Words[0] : field.Tag);
                line = InScript(glued && !arabicTags && !answers.Keys.Any(WrittenInWords.Contains) ? line.Replace(" ", "", StringComparison.Ordinal) : line, script);

                var reading = OneLineSample.Parse(line);

                Assert.NotNull(reading);
                Assert.Equal([], reading.Wrong.Select(wrong => $"{line}: {wrong.Field.Id} {wrong.Raw}"));
                Assert.Equal([], reading.Unknown.Select(unknown => $"{line}: {unknown}"));
                Assert.Equal(answers.Select(pair => $"{pair.Key} {pair.Value.Value}"), reading.Given.Select(pair => $"{pair.Key} {(pair.Key == "remark" ? Digits.ToAscii(pair.Value.Value) : pair.Value.Value)}"));
            },
            iter: 3_000,
            threads: 1);

    [Fact]
    public void The_example_of_every_form_is_read_without_a_fault()
    {
        foreach (var (form, tongue) in OneLineSample.Library.Forms.Values.SelectMany(form => Tongues.All.Select(tongue => (form, tongue))))
        {
            var line = OneLineExample.Of(OneLineSample.Library, form, OneLineSample.Context(tongue));

            var reading = OneLineSample.Parse(line, tongue);

            Assert.NotNull(reading);
            Assert.False(reading.HasFaults, $"{line}: {OneLineSample.Reply(reading, tongue)}");
            Assert.Equal(form.Fields.Length, reading.Given.Count);
        }
    }

    /// <summary>Letters that follow a tag without a space cannot be told from it.</summary>
    private static readonly string[] WrittenInWords = ["mood", "missing_things", "remark"];

    private static Gen<ImmutableSortedDictionary<string, Answer>> Answers { get; } = Gen.Select(
        Gen.Int[0, 1023], Gen.Int[0, 5_000], Gen.Int[0, 999_999], Gen.Int[0, 15],
        (which, number, code, several) =>
        {
            var words = new[] { "الطابور طويل 5", "long queue", "هدوء" };
            string[] moods = ["calm", "tense", "violent"];
            string[] things = ["ink", "lists", "seals", "booths"];
            var chosen = things.Where((_, index) => (several & (1 << index)) != 0).DefaultIfEmpty("ink").ToImmutableArray();
            var clock = new DateTimeOffset(2026, 11, 23, number % 14, number % 60, 0, TimeSpan.FromHours(2));
            (string Id, Answer Answer)[] all =
            [
                ("observer", new Answer(code.ToString("000000", CultureInfo.InvariantCulture))),
                ("opened", new Answer($"{number}")),
                ("queue", new Answer($"{5_000 - number}")),
                ("mood", new Answer(moods[number % 3])),
                ("missing_things", new Answer(string.Join(',', chosen), Items: chosen)),
                ("sealed_box", new Answer(number % 2 == 0 ? "is_so" : "is_not")),
                ("closed_at", new Answer(clock.ToString("O", CultureInfo.InvariantCulture), Raw: clock.ToString("HH:mm", CultureInfo.InvariantCulture))),
                ("station", new Answer(code.ToString("00000", CultureInfo.InvariantCulture))),
                ("balance", new Answer($"{(number % 200) - 100}")),
                ("remark", new Answer(words[number % 3])),
            ];
            return all.Where((_, index) => index == 0 || (which & (1 << index)) != 0).ToImmutableSortedDictionary(pair => pair.Id, pair => pair.Answer, StringComparer.Ordinal);
        });

    private static string InScript(string line, int script) => script switch
    {
        0 => line,
        1 => DigitScript.Arabic(line),
        _ => DigitScript.Persian(line),
    };
}

file static class Pairs
{
    /// <summary>True when every surrogate has its other half.</summary>
    public static bool IsNormalizedPairs(this string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) ? !(++at < text.Length && char.IsLowSurrogate(text[at])) : char.IsLowSurrogate(text[at]))
            {
                return false;
            }
        }

        return true;
    }
}
