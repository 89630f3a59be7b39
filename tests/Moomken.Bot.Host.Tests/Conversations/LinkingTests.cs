using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

public sealed class LinkingTests
{
    private const string Misrata = "LY021401";

    [Fact]
    public async Task Two_linked_channels_are_one_person_with_the_reports_of_both()
    {
        await using var service = PlayedWorld.Start("telegram", 31);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, ":on sms /start", ":on sms 1", ":on sms 1", ":on sms بلاغ", ":on sms 1", ":on sms 1", ":on sms 1", ":on sms زليتن", ":on sms 1", ":on sms منعوا المراقبين", ":on sms هذا كل شيء", ":on sms إرسال مع التواصل");

        await LinkAsync(me);

        var person = Assert.Single(await PeopleAsync(service));
        Assert.Equal(2, person.Linked.Length);
        Assert.Equal(person.Id, Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(Incident.Documents, 10))).ReporterId);
        var addresses = (await ConversationsAsync(service)).Select(conversation => service.Get<AddressBook>().AddressOf(conversation, person).Channel).Order();
        Assert.Equal(["sms", "telegram"], addresses);
    }

    [Theory]
    [InlineData("نعم، اربط", 2)]
    [InlineData("yes, link them", 2)]
    [InlineData("لا ليس انا", 0)]
    [InlineData("نعم", 0)]
    public async Task The_words_of_the_button_answer_as_the_button_does_and_a_bare_yes_links_nothing(string typed, int channels)
    {
        await using var service = PlayedWorld.Start("telegram", 43);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "بلاغ", "1", "1", "1", "ربط", ":on sms ربط {code}", ":on sms 1");

        await PlayAsync(me, typed);

        Assert.Equal(channels, (await PeopleAsync(service)).Max(person => person.Linked.Length));
        var report = (await ConversationsAsync(service)).SelectMany(conversation => conversation.Session.Frames).Single(frame => frame.Dialog == "incident");
        Assert.Equal("report.place", report.State);
    }

    [Fact]
    public async Task Deleting_ones_data_forgets_every_channel()
    {
        await using var service = PlayedWorld.Start("telegram", 32);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await LinkAsync(me);
        await PlayAsync(me, ":on sms بلاغ", ":on sms 1");

        await PlayAsync(me, "خصوصية", "1", "1");
        await service.SettleAsync();

        Assert.Empty(await PeopleAsync(service));
        Assert.Empty(await ConversationsAsync(service));
    }

    [Fact]
    public async Task Messages_on_both_channels_at_once_leave_one_unfinished_report()
    {
        for (var round = 0; round < 20; round++)
        {
            await using var service = PlayedWorld.Start("telegram", 33 + round);
            var me = new PlayedConversation(service, PlayedWorld.Me);
            await PlayedWorld.AgreeAsync(me, "ar");
            await LinkAsync(me);
            await PlayAsync(me, "بلاغ", "1");
            var runner = service.Get<ConversationRunner>();

            await Task.WhenAll(
                Task.Run(() => runner.ReceiveAsync(service.From(PlayedWorld.Me) with { Text = "مصراتة، منعوا المراقبين من الدخول إلى غرفة الفرز" }, null, CancellationToken.None), TestContext.Current.CancellationToken),
                Task.Run(() => runner.ReceiveAsync(service.From(PlayedWorld.Me, "sms") with { Text = "القائمة" }, null, CancellationToken.None), TestContext.Current.CancellationToken));

            var frames = (await ConversationsAsync(service)).SelectMany(conversation => conversation.Session.Frames).Where(frame => frame.Dialog == "incident");
            Assert.Single(frames);
        }
    }

    [Fact]
    public async Task Unfinished_lines_go_on_where_the_person_writes_and_stay_theirs_when_the_channels_part()
    {
        await using var service = PlayedWorld.Start("telegram", 42);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await LinkAsync(me);
        await PlayAsync(me, "INC P مصراتة", "INC! T 9:30");

        var reply = (await PlayAsync(me, ":on sms INC {code} C 9"))[^1];
        var left = Assert.Single(await ConversationsAsync(service), conversation => conversation.Lines is not null);
        await PlayAsync(me, ":on sms فك الربط", ":on sms 2");

        Assert.Contains("(R10)", reply, StringComparison.Ordinal);
        Assert.Contains("ينتظر الإكمال: بلاغ", reply, StringComparison.Ordinal);
        Assert.Equal("sms", left.Channel);
        var kept = Assert.Single(await ConversationsAsync(service), conversation => conversation.Lines is { } lines && lines.Exists(draft => draft.IsKept));
        Assert.Equal("telegram", kept.Channel);
    }

    [Fact]
    public async Task A_reminder_of_an_unfinished_report_comes_once_and_where_it_is()
    {
        await using var service = PlayedWorld.Start("telegram", 34);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await LinkAsync(me);
        await PlayAsync(me, "بلاغ", "1", ":on sms ماذا");

        var reminded = await me.ActAsync(":wait 40m");

        Assert.Equal("sms", Assert.Single(reminded!).To.Channel);
    }

    [Fact]
    public async Task An_old_button_of_either_channel_answers_nothing_after_the_report_moved()
    {
        await using var service = PlayedWorld.Start("telegram", 35);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await LinkAsync(me);
        await PlayAsync(me, "بلاغ", "1", ":on web القائمة", ":on sms ماذا");

        await PlayAsync(me, ":press تخطي");

        var frame = (await ConversationsAsync(service)).SelectMany(conversation => conversation.Session.Frames).Single(frame => frame.Dialog == "incident");
        Assert.Equal("report.category", frame.State);
    }

    [Fact]
    public async Task The_first_to_type_a_code_has_it_and_whoever_shows_it_is_asked_once()
    {
        await using var service = PlayedWorld.Start("telegram", 41);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "ربط", ":on sms ربط {code}", ":on web ربط {code}", ":on sms 1");

        var late = Assert.Single(await me.ActAsync(":on web 1") ?? []);
        var later = Assert.Single(await me.ActAsync(":as someone ربط {code}") ?? []);
        await PlayAsync(me, "ربط نعم");

        Assert.All([late, later], sent => Assert.Contains("كُتب هذا الرمز قبلكم", sent.Message.Text, StringComparison.Ordinal));
        var linked = await Linked(service);
        Assert.Equal(["sms", "telegram"], (await ConversationsAsync(service)).Where(conversation => conversation.PersonId == linked.Id).Select(conversation => conversation.Channel).Order());
    }

    [Fact]
    public async Task Nobody_with_a_role_is_drawn_into_another_person()
    {
        await using var service = PlayedWorld.Start("telegram", 36);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        var invite = await PlayedWorld.InviteAsync(service, Misrata, "ar");
        await PlayAsync(me, $":on sms رمز {invite}", ":on sms 1", ":on sms 1", "ربط");

        var refused = await PlayAsync(me, ":on sms ربط {code}");

        Assert.Contains("أنتم مسجلون", Assert.Single(refused), StringComparison.Ordinal);
        Assert.Equal(2, (await PeopleAsync(service)).Count);
    }

    [Fact]
    public async Task An_observer_takes_their_second_channel_in_by_showing_the_code_themselves()
    {
        await using var service = PlayedWorld.Start("telegram", 37);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        var invite = await PlayedWorld.InviteAsync(service, Misrata, "ar");
        await PlayAsync(me, $"/start {invite}", "1", "1");

        await LinkAsync(me);

        Assert.Contains("مصراتة", Assert.Single(await PlayAsync(me, ":on sms محطتي")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_changed_hands_shows_nothing_of_its_last_owner()
    {
        await using var service = PlayedWorld.Start("sms", 38);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "بلاغ", "1", "1", "1", "زليتن", "1", "منعوا المراقبين", "هذا كل شيء", "إرسال مع التواصل", ":restart 61d");

        var shown = await PlayAsync(me, "حالة", "مشرف", "2", "1", "حالة");

        Assert.DoesNotContain(shown, text => text.Contains("زليتن", StringComparison.Ordinal) || text.Contains("{code}", StringComparison.Ordinal));
        Assert.Contains("لا بلاغات لكم", shown[^1], StringComparison.Ordinal);
        Assert.Equal(2, (await PeopleAsync(service)).Count(person => person.Role == Role.Voter));
    }

    [Fact]
    public async Task A_call_for_help_is_heard_before_anything_is_asked()
    {
        await using var service = PlayedWorld.Start("sms", 39);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, ":restart 61d");

        var sent = await me.ActAsync("خطر");

        Assert.Contains(sent!, item => item.To.User == "all1");
    }

    [Fact]
    public async Task What_was_begun_on_an_unlinked_channel_goes_on_where_the_person_can_be_written_to_and_they_are_told_where()
    {
        await using var service = PlayedWorld.Start("telegram", 42);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await LinkAsync(me);
        await PlayAsync(me, "ربط", ":on web ربط {code}", ":on web 1", "ربط نعم", ":on sms وقف", "بلاغ", "1");

        var told = await PlayAsync(me, "فك الربط", "3");

        Assert.Contains("يكمل على \u2068صفحة المحادثة", told[^1], StringComparison.Ordinal);
        Assert.Equal("incident", (await ConversationsAsync(service)).Single(conversation => conversation.Channel == "web").Session.Frames[0].Dialog);
    }

    [Fact]
    public async Task When_all_other_channels_are_stopped_it_lies_there_and_they_are_told_how_to_go_on()
    {
        await using var service = PlayedWorld.Start("telegram", 43);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await LinkAsync(me);
        await PlayAsync(me, ":on sms وقف", "بلاغ", "1");

        var told = await PlayAsync(me, "فك الربط", "2");
        var resumed = await PlayAsync(me, ":on sms ابدأ");

        Assert.Contains("الرسائل القصيرة", told[^1], StringComparison.Ordinal);
        Assert.Contains("«ابدأ»", told[^1], StringComparison.Ordinal);
        Assert.Contains("ماذا حدث", resumed[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_other_channel_can_go_on_with_is_kept_as_an_unfinished_report()
    {
        await using var service = PlayedWorld.Start("telegram", 44);
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "بلاغ", "1", "1", "1", ":on sms /start", ":on sms 1", ":on sms 1", ":on sms بلاغ", ":on sms 1", "ربط", ":on sms ربط {code}", ":on sms 1", "ربط نعم");

        var told = await PlayAsync(me, "فك الربط", "2");

        var incident = Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(Incident.Documents, 10)));
        Assert.True(incident.Latest.Unfinished);
        Assert.Contains(incident.ShownCode, told[^1].Replace("\u2066", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_that_moves_to_an_id_where_its_person_wrote_already_keeps_both()
    {
        await using var service = PlayedWorld.Start("telegram", 40);
        var me = new PlayedConversation(service, "old id");
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "بلاغ", "1");
        await PlayAsync(new PlayedConversation(service, "new id"), "مصراتة");

        await service.SendAsync(service.From("old id") with { Kind = InboundKind.Moved, Text = "new id" });

        var conversation = Assert.Single(await ConversationsAsync(service));
        var person = Assert.Single(await PeopleAsync(service));
        Assert.Equal("new id", service.Get<AddressBook>().AddressOf(conversation, person).User);
        Assert.Equal("incident", conversation.Session.Frames[0].Dialog);
        var answered = await new PlayedConversation(service, "new id").ActAsync("1");
        Assert.Single(answered!);
    }

    private static async Task<Person> Linked(PlayedService service) => Assert.Single(await PeopleAsync(service), person => person.Linked.Length > 1);

    private static Task<List<string>> LinkAsync(PlayedConversation me) => PlayAsync(me, "ربط", ":on sms ربط {code}", ":on sms 1", "ربط نعم");

    private static async Task<List<string>> PlayAsync(PlayedConversation conversation, params string[] acts)
    {
        var shown = new List<string>();
        foreach (var act in acts)
        {
            var sent = await conversation.ActAsync(act);
            Assert.NotNull(sent);
            shown.AddRange(sent.Select(item => item.Message.Text));
        }

        return shown;
    }

    private static async Task<IReadOnlyList<Person>> PeopleAsync(PlayedService service) => await service.Store.ReadAsync(reader => reader.Scan(Person.Documents, 10));

    private static async Task<IReadOnlyList<Conversation>> ConversationsAsync(PlayedService service) => await service.Store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10));
}
