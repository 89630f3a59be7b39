using System.Globalization;
using CsCheck;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Rendering;
using Moomken.Bot.Tests.Language;
using Xunit;

namespace Moomken.Bot.Tests.Rendering;

public class TextSplitTests
{
    [Fact]
    public void A_text_that_fits_stays_whole() => Assert.Equal(["مرحبا بك"], TextSplit.Split("  مرحبا بك\n", 20));

    [Fact]
    public void Nothing_to_say_is_no_part() => Assert.Empty(TextSplit.Split(" \n\u2068\u2069 ", 20));

    [Theory]
    [InlineData("فقرة أولى هنا.\n\nفقرة ثانية. وفيها جملة", "فقرة أولى هنا.|فقرة ثانية. وفيها جملة")]
    [InlineData("السطر الأول هنا\nالسطر الثاني وفيه كلام", "السطر الأول هنا|السطر الثاني وفيه كلام")]
    [InlineData("جملة أولى انتهت. جملة ثانية وفيها كلام", "جملة أولى انتهت.|جملة ثانية وفيها كلام")]
    [InlineData("كلمات كثيرة بدون أي نقطة أو سطر", "كلمات كثيرة بدون أي نقطة|أو سطر")]
    public void The_cut_is_where_a_reader_would_make_it(string text, string parts) => Assert.Equal(parts.Split('|'), TextSplit.Split(text, 28));

    [Fact]
    public void A_long_word_is_cut_between_graphemes_only()
    {
        var family = "👨\u200D👩\u200D👧";

        Assert.All(TextSplit.Split(string.Concat(Enumerable.Repeat(family, 20)), 30), part => Assert.Equal(0, part.Length % family.Length));
    }

    [Fact]
    public void A_letter_with_its_marks_is_not_torn()
    {
        var parts = TextSplit.Split(string.Concat(Enumerable.Repeat("مَّ", 20)), 16);

        Assert.All(parts, part => Assert.StartsWith("م", part));
    }

    [Fact]
    public void An_isolate_that_is_too_long_is_closed_and_opened_again()
    {
        var parts = TextSplit.Split("بلاغ " + Bidi.Ltr("https://example.org/a/very/long/address/here"), 30);

        Assert.True(parts.Length > 1);
        Assert.All(parts, part => Assert.True(BidiTests.IsBalanced(part)));
        Assert.EndsWith("\u2069", parts[0]);
        Assert.StartsWith("\u2066", parts[1]);
    }

    [Fact]
    public void Too_small_a_message_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => TextSplit.Split("x", 15));

    [Fact]
    public void Any_text_is_cut_into_parts_that_fit_and_nothing_is_lost() =>
        Gen.Select(Gen.OneOf(ArabicNoise.Text, Gen.String), Gen.Int[TextSplit.Smallest, 200]).Sample((text, most) =>
        {
            var parts = TextSplit.Split(text, most);
            return parts.All(part => part.Length <= most && part.Length > 0 && BidiTests.IsBalanced(part) && IsWhole(part))
                && Seen(string.Concat(parts)) == Seen(Bidi.StripControls(text));
        });

    [Fact]
    public void Graphemes_that_fit_are_never_torn() =>
        Gen.Select(ArabicNoise.Text, Gen.Int[40, 120]).Sample((text, most) =>
        {
            var whole = Elements(Bidi.Mend(text)).ToHashSet();
            return TextSplit.Split(text, most).SelectMany(Elements).All(element => whole.Contains(element) || element.Length == 1);
        });

    internal static string Seen(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && !Bidi.IsMark(c)));

    internal static bool IsWhole(string part)
    {
        for (var i = 0; i < part.Length; i++)
        {
            if (char.IsHighSurrogate(part[i]) && i + 1 < part.Length && char.IsLowSurrogate(part[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(part[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static List<string> Elements(string text)
    {
        var elements = new List<string>();
        for (var at = 0; at < text.Length; at += elements[^1].Length)
        {
            elements.Add(text.Substring(at, StringInfo.GetNextTextElementLength(text, at)));
        }

        return elements;
    }
}
