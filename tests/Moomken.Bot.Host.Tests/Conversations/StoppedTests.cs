using Moomken.Bot.Conversations;
using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Incidents;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>Who said stop hears no more from us; what they write all the same is not lost.</summary>
public sealed class StoppedTests
{
    private const string Line = "INC C VIO P مصراتة D ضربوا المراقب أمام الباب";
    private const string Story = "ضربوا المراقب أمام باب المركز";

    [Theory]
    [InlineData("sms")]
    [InlineData("telegram")]
    public async Task A_report_in_one_line_is_filed_and_answered_while_our_messages_are_stopped(string channel)
    {
        await using var service = PlayedWorld.Start(channel, 91);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "وقف");

        var told = string.Join('\n', (await me.ActAsync(Line))!.Where(sent => sent.To.User == PlayedWorld.Me).Select(sent => sent.Message.Text));

        var incident = Assert.Single(await IncidentsAsync(service));
        Assert.Contains(incident.ShownCode, told, StringComparison.Ordinal);
        Assert.Contains("رسائلنا متوقفة", told, StringComparison.Ordinal);
        Assert.NotNull((await MineAsync(service)).StoppedAt);
    }

    [Fact]
    public async Task A_story_that_was_written_meanwhile_is_asked_about_at_the_start_and_becomes_a_report()
    {
        await using var service = PlayedWorld.Start("sms", 92);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");

        Assert.Contains("حفظنا ما أرسلتم", (await PlayAsync(me, "وقف", Story))[^1], StringComparison.Ordinal);
        await PlayAsync(me, ":restart 1h", "ثم أخرجوه من المركز بالقوة");
        var asked = Assert.Single(await PlayAsync(me, "ابدأ"));
        Assert.Contains("هل هو بلاغ", asked, StringComparison.Ordinal);
        Assert.Equal($"{Story}\nثم أخرجوه من المركز بالقوة", (await MineAsync(service)).Session.Top!.Slots["held"].Value);
        await PlayAsync(me, "1");

        var mine = await MineAsync(service);
        Assert.StartsWith(Story, Assert.Single(mine.Session.Frames, frame => frame.Dialog == "incident").Slots["details"].Value, StringComparison.Ordinal);
        Assert.Null(mine.Kept);
    }

    [Fact]
    public async Task Words_and_pictures_sent_meanwhile_go_into_the_report_that_was_open()
    {
        await using var service = PlayedWorld.Start("telegram", 93);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "بلاغ", "1", "1", "1", "وقف", Story, ":photo الباب", "ابدأ");

        var frame = Assert.Single((await MineAsync(service)).Session.Frames);
        var told = frame.Slots["details"];
        Assert.Equal($"{Story}\nالباب", told.Value);
        Assert.Equal(Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(EvidenceItem.Documents, 10))).Id, Assert.Single(told.Items).Split(':')[1]);
    }

    [Fact]
    public async Task What_is_said_in_an_open_call_for_help_reaches_the_people_on_duty_also_after_a_stop()
    {
        await using var service = PlayedWorld.Start("sms", 90);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "خطر", "وقف");

        var sent = await me.ActAsync("أغلقوا الباب من الخارج");

        Assert.Contains(sent!, item => item.To.User == "all1" && item.Message.Text.Contains("أغلقوا الباب", StringComparison.Ordinal));
        Assert.Contains(sent!, item => item.To.User == PlayedWorld.Me && item.Message.Text.Contains("رسائلنا متوقفة", StringComparison.Ordinal));
        Assert.NotNull((await MineAsync(service)).StoppedAt);
    }

    [Fact]
    public async Task A_call_for_help_ends_the_stop_and_what_was_kept_is_asked_about_after_it()
    {
        await using var service = PlayedWorld.Start("sms", 94);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "وقف", Story, "خطر");

        var mine = await MineAsync(service);
        Assert.Equal(["menu", "danger"], mine.Session.Frames.Select(frame => frame.Dialog));
        Assert.Equal(Story, mine.Session.Frames[0].Slots["held"].Value);
    }

    [Fact]
    public async Task On_a_number_that_was_silent_for_long_it_is_first_asked_whose_it_is()
    {
        await using var service = PlayedWorld.Start("sms", 95);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "وقف", "كلام من كان يملك الرقم من قبل", ":restart 61d");
        var shown = await PlayAsync(me, Line, "ابدأ", "2", "1");

        Assert.Contains("لم يكتب أحد من هذا الرقم منذ وقت طويل", shown[1], StringComparison.Ordinal);
        Assert.DoesNotContain(shown, text => text.Contains("كلام من كان", StringComparison.Ordinal));
        Assert.Contains(shown, text => text.Contains("ضربوا المراقب", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_person_after_long_silence_finds_all_that_was_kept()
    {
        await using var service = PlayedWorld.Start("sms", 96);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");

        var shown = await PlayAsync(me, "وقف", Story, ":restart 61d", "ابدأ", "1");

        Assert.DoesNotContain(Story, shown[^2], StringComparison.Ordinal);
        Assert.Contains(Story, shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_was_open_at_the_stop_is_kept_as_unfinished_after_its_week_and_nothing_is_said()
    {
        await using var service = PlayedWorld.Start("telegram", 97);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "بلاغ", "1", "1", "1", "وقف");

        var sent = await me.ActAsync(":wait 8d");

        Assert.DoesNotContain(sent!, item => item.To.User == PlayedWorld.Me);
        Assert.True(Assert.Single(await IncidentsAsync(service)).Latest.Unfinished);
    }

    [Fact]
    public async Task Timers_that_fall_due_where_nobody_may_be_reminded_are_let_go_of_and_write_nothing_more()
    {
        await using var service = PlayedWorld.Start("sms", 98);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "بلاغ", "1");
        var mine = await MineAsync(service);
        await service.Store.WriteAsync(transaction =>
        {
            transaction.Put(Conversation.Documents, mine with { StoppedAt = mine.LastAt, Pending = [], Revision = mine.Revision + 1 });
            return true;
        });

        await me.ActAsync(":wait 40m");
        var after = await MineAsync(service);
        await me.ActAsync(":wait 40m");

        Assert.Equal(after.Revision, (await MineAsync(service)).Revision);
        Assert.True(after.Revision <= mine.Revision + 4, $"{mine.Revision} became {after.Revision}");
    }

    [Fact]
    public async Task Start_said_to_the_provider_brings_our_messages_back_and_asks_about_what_was_kept()
    {
        await using var service = PlayedWorld.Start("sms", 99);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");

        Assert.Empty((await PlayAsync(me, "وقف", ":optin")).Skip(1));
        Assert.Null((await MineAsync(service)).StoppedAt);
        var asked = await PlayAsync(me, "وقف", Story, ":optin");

        Assert.Contains(Story, asked[^1], StringComparison.Ordinal);
        Assert.Null((await MineAsync(service)).StoppedAt);
    }

    private static async Task<Conversation> MineAsync(PlayedService service) =>
        (await service.Store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10))).First(conversation => !conversation.NeverWrote);

    private static async Task<IReadOnlyList<Incident>> IncidentsAsync(PlayedService service) => await service.Store.ReadAsync(reader => reader.Scan(Incident.Documents, 10));

    private static async Task<List<string>> PlayAsync(PlayedConversation conversation, params string[] acts)
    {
        var shown = new List<string>();
        foreach (var act in acts)
        {
            shown.AddRange((await conversation.ActAsync(act))!.Where(item => item.To.User == PlayedWorld.Me).Select(item => item.Message.Text));
        }

        return shown;
    }
}
