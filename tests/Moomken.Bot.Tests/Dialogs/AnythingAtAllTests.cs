using CsCheck;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Tests.Dialogs.Support;
using Moomken.Bot.Tests.Language;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

/// <summary>Whatever people send, in whatever order: nothing throws, and nobody is left without an answer.</summary>
public class AnythingAtAllTests
{
    private static readonly Gen<string> Words = Gen.OneOf(
        One(
            "1", "٢", "۳", "9", "0", "8", "00", "-1", "رجوع", "إلغاء", "القائمة", "المزيد", "مساعدة", "لغة", "مشرف", "خطر", "بلاغ", "حالة",
            "خصوصية", "تخطي", "خلاص", "نعم", "لا", "عنف", "فلوس", "النصر", "أمس", "english", "عربي", "/start", "/status 7K2M", "/x", "/", "*", "?", "!", "🆘",
            "", " ", "\n", "\u2067مرحبا\u2069", "\u202Eabc", "\uD800", "\uDC00\uD800", "{answers}", "{{", "<b>x</b>", "1️⃣", "مُســـاعدة"),
        Gen.String[Gen.Char["ابتةهـ\u064B\u200F \n19٣۴aZ\uD83D\uDE00\u0000{}/"], 0, 60],
        Gen.Int[1, 10_000].Select(length => string.Concat(Enumerable.Repeat("حدث عنف ", (length / 8) + 1))[..length]));

    private static readonly Gen<string> Ids = Gen.OneOf(
        One(
            "safe", "unsafe", "send", "send_anonymous", "discard", "skip", "done", "none", "edit_place", "edit_", "edit_x", "report_it", "leave", "stay",
            "anew", "go_on", "menu", "back", "more", "human", "cancel", "agree", "arabic", "english", "delete", "delete_now", "add", "VIO", "ST-1", "/menu", "/x"),
        Gen.String[0, 12]);

    private static readonly Gen<Func<Conversation, DialogInput>> Inputs = Gen.Frequency(
        (8, Words.Select<string, Func<Conversation, DialogInput>>(text => _ => new DialogInput.Text(text))),
        (4, Gen.Select(Gen.Int[0, 3], Gen.Int[-1, 2], (pick, late) => (Func<Conversation, DialogInput>)(talk => Shown(talk, pick, late)))),
        (3, Gen.Select(Gen.Long[-2, 40], Ids, (ask, id) => (Func<Conversation, DialogInput>)(_ => new DialogInput.Press(ask, id)))),
        (3, Ids.Select<string, Func<Conversation, DialogInput>>(id => talk => new DialogInput.Press(talk.Session.Sprint, id))),
        (2, Gen.Select(Gen.Int[0, 3], Words, (count, caption) => (Func<Conversation, DialogInput>)(_ => Files(count, caption)))),
        (1, Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], (x, y) => (Func<Conversation, DialogInput>)(_ => new DialogInput.Location(new GeoPoint(x, y), null)))),
        (1, One<Func<Conversation, DialogInput>>(_ => new DialogInput.Contact("+218912345678"), _ => new DialogInput.Unsupported("poll"))));

    [Fact]
    public void Any_messages_in_any_order_are_answered() =>
        Gen.Select(Inputs.Array[1, 40], One(ChannelProfile.All.ToArray()), One(Tongues.All), Gen.Int[0, 30])
            .Sample(
                (inputs, channel, tongue, hours) =>
                {
                    var talk = new Conversation(Shipped.Library, channel, tongue);
                    foreach (var (input, index) in inputs.Select((input, index) => (input, index)))
                    {
                        talk.After(TimeSpan.FromHours(index % 7 == 0 ? hours : 0)).Take(input(talk));

                        Assert.True(talk.Turn.Prompt is not null || talk.Said.Count > 0, $"No answer at {talk.State}.");
                        Assert.All(talk.Said, text => Assert.False(string.IsNullOrWhiteSpace(text)));
                        Assert.True(talk.Turn.Prompt is null || IsWhole(talk.Prompt), "A question is not whole.");
                    }
                },
                iter: 1_000,
                threads: 1);

    [Fact]
    public void Timers_between_messages_never_throw() =>
        Gen.Select(Inputs, One("remind.0", "remind.1", "remind.9", "timeout", "!expire", "?")).Array[1, 25].Sample(
            steps =>
            {
                var talk = new Conversation(Shipped.Library);
                foreach (var (input, timer) in steps)
                {
                    talk.Take(input(talk)).Timer(timer);
                }
            },
            iter: 300,
            threads: 1);

    [Fact]
    public void Digits_of_three_scripts_lead_the_same_way() =>
        Gen.Int[0, 19].Array[1, 15].Sample(
            numbers =>
            {
                var talks = Enumerable.Range(0, 3).Select(_ => new Conversation(Shipped.Library, ChannelProfile.Sms)).ToList();
                foreach (var number in numbers)
                {
                    talks[0].Write($"{number}");
                    talks[1].Write(DigitScript.Arabic($"{number}"));
                    talks[2].Write(DigitScript.Persian($"{number}"));
                    Assert.Single(talks.Select(talk => $"{talk.State} {talk.Session.Sprint}").Distinct());
                }
            },
            iter: 300,
            threads: 1);

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>A button that was really shown, or one of an earlier question.</summary>
    private static DialogInput.Press Shown(Conversation talk, int pick, int late)
    {
        var shown = talk.Turn.Prompt is { } prompt ? prompt.Choices.AddRange(prompt.Ways) : [];
        return new DialogInput.Press(talk.Session.Sprint - Math.Max(0, late), shown.IsEmpty ? "x" : shown[pick % shown.Length].Id);
    }

    private static DialogInput.Media Files(int count, string caption) =>
        new([.. Enumerable.Range(0, count).Select(number => new MediaItem($"e{number}", "photo"))], caption);

    private static bool IsWhole(Prompt prompt) =>
        prompt.Text.Length > 0
        && prompt.Choices.All(choice => choice.Label.Length > 0 && choice.Key.Length > 0)
        && prompt.Choices.Concat(prompt.Ways).Select(choice => choice.Id).Distinct().Count() == prompt.Choices.Length + prompt.Ways.Length;
}
