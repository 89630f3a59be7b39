using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Rendering;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>What replies to one-line reports cost, over everything that people may write to the form that ships.</summary>
public sealed class OneLineSegmentsTests
{
    private const int Lines = 250;
    private const int MostSegments = 2;

    /// <summary>Help, with an example and two ways on, takes one more.</summary>
    private const int MostWithHelp = MostSegments + 1;

    private static readonly string[] Help = ["مثال:", "Example:", "لبلاغ في رسالة واحدة:", "To report in one message:"];

    private static readonly string[] Arabic =
    [
        "نوع ٩", "نوع VIO", "نوع ٩٩", "نوع منعوا المراقبين من الدخول إلى المركز", "تفصيل ١", "تفصيل OBS-1", "تفصيل ٧٧", "مكان مصراتة", "مكان الزاوية", "مكان مدرسة الشهداء الكبرى قرب السوق القديم",
        "وقت ٩:٣٠", "وقت ٩:3O", "وقت ٩٩:٩٩", "وقت غدا", "QQ5", "وصف تأخر الافتتاح كثيرا والناس ينتظرون في الشمس",
    ];

    private static readonly string[] English =
    [
        "C 9", "C VIO", "C 99", "C observers were turned away at the door", "S 1", "S OBS-1", "S 77", "P Misrata", "P Zawiya", "P The big school of the martyrs near the old market",
        "T 9:30", "T 9:3O", "T 99:99", "T tomorrow", "QQ5", "D they opened very late and people wait in the sun",
    ];

    [Theory]
    [InlineData("ar", "بلاغ")]
    [InlineData("en", "INC")]
    public async Task Every_reply_is_paid_for_with_two_segments_and_help_with_three(string language, string word)
    {
        await using var service = PlayedWorld.Start("sms", 17);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, language);
        var random = new Random(20261123);
        var codes = new HashSet<string>();
        for (var count = 0; count < Lines; count++)
        {
            var pieces = language == "ar" ? Arabic : English;
            var line = $"{word}{(count % 9 == 0 ? "!" : "")} {string.Join(' ', random.GetItems(pieces, 1 + random.Next(5)).Distinct().OrderBy(piece => Array.IndexOf(pieces, piece)))}";

            var sent = await conversation.ActAsync(line);

            var reply = Assert.Single(sent!, item => item.To.User == PlayedWorld.Me).Message;
            var shown = string.Join('\n', NumberedText.Render(reply, ChannelProfile.Sms).Parts);
            var most = Help.Any(part => shown.Contains(part, StringComparison.Ordinal)) ? MostWithHelp : MostSegments;
            Assert.True(SmsSegments.Count(shown).Segments <= most, $"{SmsSegments.Count(shown).Segments} segments\n{line}\n{shown}");
            codes.Add(shown[^5..]);
        }

        // The lines reach every kind of reply that needs no code of a case.
        Assert.Superset(new HashSet<string> { "(R10)", "(R11)", "(R12)", "(R13)", "(R14)", "(R20)", "(R21)", "(R23)" }, codes);
    }
}
