using System.Diagnostics.Metrics;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Incidents;
using Moomken.Bot.Rendering;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>One-line reports through the whole service: what is written, once, by whom, and what is not answered.</summary>
public sealed class OneLineServiceTests
{
    [Fact]
    public async Task The_same_message_of_the_provider_twice_is_one_report_with_one_reply()
    {
        await using var service = PlayedWorld.Start("sms", 1);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");

        var first = await conversation.ActAsync("INC C BUY P مصراتة");
        var second = await conversation.ActAsync(":resend");

        Assert.Contains("(R10)", Assert.Single(first!, sent => sent.To.User == PlayedWorld.Me).Message.Text, StringComparison.Ordinal);
        Assert.Empty(second!);
        Assert.Single(await IncidentsAsync(service));
    }

    [Fact]
    public async Task What_was_typed_is_kept_as_it_was_typed_with_the_messages_that_made_no_report_yet()
    {
        await using var service = PlayedWorld.Start("sms", 2);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");

        await PlayAsync(conversation, "INC P مصراتة QQ7", "inc c ٩", "INC T 9:3O");

        var incident = Assert.Single(await IncidentsAsync(service));
        Assert.Equal(["INC P مصراتة QQ7\ninc c ٩", "INC T 9:3O"], incident.Versions.Select(version => version.Typed));
        Assert.Equal(["report", "addition"], incident.Versions.Select(version => version.Source));
        Assert.Equal(("BUY", "مصراتة"), (incident.Latest.Category, incident.Latest.PlaceText));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.FromHours(2)), incident.Latest.HappenedAt);
    }

    [Fact]
    public async Task A_correction_is_a_new_version_and_the_old_one_stays()
    {
        await using var service = PlayedWorld.Start("sms", 3);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "en");
        await PlayAsync(conversation, "INC C OPN S 1 P Misrata @they opened late");
        var code = Assert.Single(await IncidentsAsync(service)).ShownCode;

        var sent = await conversation.ActAsync($"INC {code} C VIO P Zliten");

        var incident = Assert.Single(await IncidentsAsync(service));
        Assert.Equal(["report", "correction"], incident.Versions.Select(version => version.Source));
        Assert.Equal(("OPN", "OPN-1", 2), (incident.Versions[0].Category, incident.Versions[0].Subtype, incident.Versions[0].Severity));
        Assert.Equal(("VIO", null, 4), (incident.Latest.Category, incident.Latest.Subtype, incident.Latest.Severity));
        Assert.Equal("they opened late", incident.Latest.Text);
        Assert.Contains("P: Misrata -> Zliten", Bot.Dialogs.Language.Bidi.WithoutMarks(sent!.First(item => item.To.User == PlayedWorld.Me).Message.Text), StringComparison.Ordinal);
        Assert.Contains(sent!, item => item.To.User == "west1");
    }

    [Fact]
    public async Task Nobody_corrects_the_report_of_another()
    {
        await using var service = PlayedWorld.Start("sms", 4);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");
        await PlayAsync(conversation, "INC C BUY P مصراتة");
        var code = Assert.Single(await IncidentsAsync(service)).ShownCode;
        var neighbour = new PlayedConversation(service, "neighbour");
        await PlayedWorld.AgreeAsync(neighbour, "ar");

        var sent = await neighbour.ActAsync($"INC {code} P زليتن");

        Assert.Contains("(R22)", Assert.Single(sent!).Message.Text, StringComparison.Ordinal);
        Assert.Single(Assert.Single(await IncidentsAsync(service)).Versions);
    }

    [Fact]
    public async Task A_stranger_who_declines_leaves_a_report_that_is_nobodys()
    {
        await using var service = PlayedWorld.Start("sms", 5);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);

        await PlayAsync(conversation, "بلاغ نوع OPN-2 مكان مصراتة");
        Assert.NotNull(Assert.Single(await IncidentsAsync(service)).ReporterId);
        await PlayAsync(conversation, "1", "2");

        var incident = Assert.Single(await IncidentsAsync(service));
        Assert.Null(incident.ReporterId);
        Assert.Equal("OPN-2", incident.Latest.Subtype);
    }

    [Fact]
    public async Task An_unsent_report_of_the_questions_is_not_touched_by_a_line()
    {
        await using var service = PlayedWorld.Start("telegram", 6);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");

        await PlayAsync(conversation, "بلاغ", "1", "1", "INC C BUY P مصراتة", "1", "زليتن", "الآن", "تأخروا في الفتح كثيرا", "هذا كل شيء", "إرسال مع التواصل");

        var incidents = await IncidentsAsync(service);
        Assert.Equal([("BUY", "مصراتة"), ("OPN", "زليتن")], incidents.OrderBy(incident => incident.Latest.Category).Select(incident => (incident.Latest.Category, incident.Latest.PlaceText)));
    }

    [Fact]
    public async Task What_one_line_told_is_not_asked_again_by_the_questions()
    {
        await using var service = PlayedWorld.Start("telegram", 7);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");

        await PlayAsync(conversation, "INC P مصراتة T 9:30", "بلاغ", "1", "1", "1", "تأخروا في الفتح كثيرا", "هذا كل شيء", "إرسال مع التواصل");

        var incident = Assert.Single(await IncidentsAsync(service));
        Assert.Equal(("OPN-1", "مصراتة", "INC P مصراتة T 9:30"), (incident.Latest.Subtype, incident.Latest.PlaceText, incident.Latest.Typed));
        Assert.Equal(9, incident.Latest.HappenedAt!.Value.Hour);
    }

    [Fact]
    public async Task A_line_in_danger_belongs_to_the_case_that_was_raised()
    {
        await using var service = PlayedWorld.Start("sms", 8);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");

        await PlayAsync(conversation, "خطر", "INC C VIO P مصراتة");

        var incident = Assert.Single(await IncidentsAsync(service));
        Assert.Equal(["danger", "report"], incident.Versions.Select(version => version.Source));
        Assert.True(incident.Latest.InDanger);
    }

    [Fact]
    public async Task Our_own_text_that_comes_back_is_not_answered()
    {
        await using var service = PlayedWorld.Start("sms", 9);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");
        var ours = Assert.Single((await conversation.ActAsync("INC C OPN P مصراتة"))!);
        var shown = NumberedText.Render(ours.Message, ChannelProfile.Sms).Parts[0].ReplaceLineEndings(" ");

        Assert.Empty((await conversation.ActAsync(shown))!);
        Assert.Single((await conversation.ActAsync("حالة"))!);
    }

    [Fact]
    public async Task A_machine_that_says_the_same_over_and_over_is_answered_three_times()
    {
        await using var service = PlayedWorld.Start("sms", 10);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");
        using var meters = new MeterListener();
        var guarded = 0L;
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "moomken.guarded")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((_, value, tags, _) => Interlocked.Add(ref guarded, tags[1].Value is "repeated" ? value : 0));
        meters.Start();

        var answers = new List<int>();
        for (var count = 0; count < 6; count++)
        {
            answers.Add((await conversation.ActAsync("أنا أقود السيارة الآن وسأتصل بك لاحقا"))!.Count);
        }

        Assert.Equal([1, 1, 1, 0, 0, 0], answers);
        Assert.InRange(guarded, 3, long.MaxValue); // of the whole process: other tests play machines too
        Assert.Single((await conversation.ActAsync("القائمة"))!);
    }

    /// <summary>What cannot be a line is answered by what it is: each kind in its own words.</summary>
    [Fact]
    public async Task Blank_emoji_sticker_and_voice_are_each_answered()
    {
        var replies = new List<string>();
        foreach (var (act, seed) in new[] { (":sticker", 11), (":voice", 12), ("😀", 13), (":empty", 14) })
        {
            await using var service = PlayedWorld.Start("sms", seed);
            var conversation = new PlayedConversation(service, PlayedWorld.Me);
            await PlayedWorld.AgreeAsync(conversation, "ar");
            replies.Add(Assert.Single((await conversation.ActAsync(act))!).Message.Text);
        }

        Assert.Contains("هذا النوع من الرسائل لا يصلنا", replies[0], StringComparison.Ordinal);
        Assert.Contains("عدد الملفات", replies[1], StringComparison.Ordinal);
        Assert.All(replies[2..], reply => Assert.Contains("لم نفهم هذا الرد", reply, StringComparison.Ordinal));
    }

    private static Task<IReadOnlyList<Incident>> IncidentsAsync(PlayedService service) => service.Store.ReadAsync(reader => reader.Scan(Incident.Documents, 10));

    private static async Task PlayAsync(PlayedConversation conversation, params string[] acts)
    {
        foreach (var act in acts)
        {
            Assert.NotNull(await conversation.ActAsync(act));
        }
    }
}
