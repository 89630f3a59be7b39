using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Observers;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

/// <summary>Two observers with one phone: the second goes on as a person of their own, and nothing of the first is shown to them.</summary>
public sealed class SharedPhoneTests
{
    private const string Misrata = "LY021401";
    private const string Zliten = "LY021402";

    [Fact]
    public async Task Whoever_has_a_code_goes_on_as_a_person_of_their_own_on_the_phone_of_another()
    {
        await using var service = PlayedWorld.Start("sms", 111);
        var (phone, _) = await JoinedAsync(service);
        await PlayAsync(phone, "INC VIO P مصراتة D ضربوا المراقب الأول");
        var first = (await MineAsync(service)).PersonId;
        var second = await InviteAsync(service, "0923456789", Zliten);

        var shown = await PlayAsync(phone, $"رمز {second.Code}", "1", "1", "1", "حالة", "INC VIO P زليتن D ضربوا المراقب الثاني");

        Assert.Contains("هذا الهاتف مسجل لشخص آخر", shown[0], StringComparison.Ordinal);
        Assert.DoesNotContain(shown.Take(5), text => text.Contains("مصراتة", StringComparison.Ordinal) || text.Contains("الأول", StringComparison.Ordinal) || text.Contains("سالم", StringComparison.Ordinal));
        Assert.Contains("لا بلاغات لكم", shown[4], StringComparison.Ordinal);
        Assert.Equal(second.PersonId, (await MineAsync(service)).PersonId);
        Assert.Equal([first, second.PersonId], (await IncidentsAsync(service)).OrderBy(incident => incident.CreatedAt).ThenBy(incident => incident.Id, StringComparer.Ordinal).Select(incident => incident.ReporterId));
        Assert.Equal(Stage.Registered, (await PersonAsync(service, second.PersonId)).Registration!.Stage);
        Assert.Equal(Role.Observer, (await PersonAsync(service, first)).Role);
    }

    [Fact]
    public async Task Who_answers_that_it_is_them_changes_nothing_and_the_code_stays_good()
    {
        await using var service = PlayedWorld.Start("sms", 112);
        var (phone, _) = await JoinedAsync(service);
        var before = (await MineAsync(service)).PersonId;
        var second = await InviteAsync(service, "0923456789", Zliten);

        var shown = await PlayAsync(phone, $"رمز {second.Code}", "2");

        Assert.Contains("أنتم مسجلون", shown[^1], StringComparison.Ordinal);
        Assert.Equal(before, (await MineAsync(service)).PersonId);
        Assert.All(await service.Store.ReadAsync(reader => reader.Scan(Invite.Documents, 10)), invite => Assert.Equal(invite.PersonId == second.PersonId, invite.UsedAt is null));
    }

    [Fact]
    public async Task An_open_report_goes_to_another_channel_of_the_first()
    {
        await using var service = PlayedWorld.Start("sms", 113);
        var (phone, _) = await JoinedAsync(service);
        await PlayAsync(phone, "ربط", ":on telegram ربط {code}", ":on telegram 1", "ربط نعم", "بلاغ", "1", "1");
        var first = (await MineAsync(service)).PersonId;
        var second = await InviteAsync(service, "0923456789", Zliten);

        await PlayAsync(phone, $"رمز {second.Code}", "1", "1", "1");

        var conversations = await service.Store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10));
        Assert.Equal("incident", Assert.Single(conversations, other => other.Channel == "telegram").Session.Frames[0].Dialog);
        Assert.Equal([(first, "telegram"), (second.PersonId, "sms")], conversations.Where(other => !other.NeverWrote).Select(other => (other.PersonId, other.Channel)).OrderByDescending(pair => pair.Channel));
        Assert.DoesNotContain(Assert.Single(conversations, other => other.Channel == "sms" && !other.NeverWrote).Session.Frames, frame => frame.Dialog == "incident");
    }

    [Fact]
    public async Task Without_another_channel_the_open_report_is_kept_as_the_firsts_and_unfinished()
    {
        await using var service = PlayedWorld.Start("sms", 114);
        var (phone, _) = await JoinedAsync(service);
        await PlayAsync(phone, "بلاغ", "1", "1", "1");
        var first = (await MineAsync(service)).PersonId;
        var second = await InviteAsync(service, "0923456789", Zliten);

        var shown = await PlayAsync(phone, $"رمز {second.Code}", "1", "1", "1");

        var incident = Assert.Single(await IncidentsAsync(service));
        Assert.True(incident.Latest.Unfinished);
        Assert.Equal(first, incident.ReporterId);
        Assert.DoesNotContain(shown, text => text.Contains(incident.ShownCode, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_due_to_the_first_waits_until_they_join_again_and_is_never_sent_to_the_second()
    {
        await using var service = PlayedWorld.Start("sms", 115);
        var (phone, invite) = await JoinedAsync(service);
        var mine = await MineAsync(service);
        var second = await InviteAsync(service, "0923456789", Zliten);
        await service.Store.WriteAsync(transaction =>
        {
            transaction.Put(Conversation.Documents, mine with { Pending = [Due(service, "رسالة للأول وحده")], Revision = mine.Revision + 1 });
            return true;
        });

        // Offered to nobody: it waits as behind a provider that is down.
        var runner = service.Get<ConversationRunner>();
        foreach (var text in new[] { $"رمز {second.Code}", "1" })
        {
            await runner.ReceiveAsync(service.From(PlayedWorld.Me) with { Text = text }, null, CancellationToken.None);
        }

        Assert.DoesNotContain((await MineAsync(service)).Pending, message => message.Text == "رسالة للأول وحده");
        Assert.Equal("رسالة للأول وحده", Assert.Single((await PersonAsync(service, invite.PersonId)).Waiting!).Text);

        var again = await InviteAsync(service, "0912345678", Misrata, reissue: true);
        var other = new PlayedConversation(service, "another phone");
        var shown = new List<string>();
        foreach (var text in new[] { $"رمز {again.Code}", "1", "1" })
        {
            shown.AddRange((await other.ActAsync(text))!.Where(sent => sent.To.User == "another phone").Select(sent => sent.Message.Text));
        }

        Assert.Single(shown, "رسالة للأول وحده");
        Assert.Null((await PersonAsync(service, invite.PersonId)).Waiting);
    }

    [Fact]
    public async Task A_failed_message_to_the_first_is_not_sent_again_to_the_second()
    {
        await using var service = PlayedWorld.Start("sms", 118);
        var (phone, _) = await JoinedAsync(service);
        var mine = await MineAsync(service);
        var failed = Due(service, "رسالة للأول وحده");
        await service.Store.WriteAsync(transaction =>
        {
            transaction.Put(FailedMessage.Documents, new FailedMessage(failed.Id, mine.Id, "handset_unreachable", failed.CreatedAt, failed));
            return true;
        });
        await PlayAsync(phone, ":wait 1m", "فك الربط", "1");

        Assert.Equal(RetryOutcome.PersonGone, await service.Get<SendingAgain>().RetryAsync(failed.Id, TestContext.Current.CancellationToken));
        Assert.Empty((await MineAsync(service)).Pending.FindAll(message => message.Text == failed.Text));
    }

    [Fact]
    public async Task Unlinking_the_only_channel_asks_and_after_a_yes_the_phone_is_a_strangers()
    {
        await using var service = PlayedWorld.Start("sms", 116);
        var (phone, invite) = await JoinedAsync(service);

        var kept = await PlayAsync(phone, "فك الربط", "2");
        Assert.Equal(invite.PersonId, (await MineAsync(service)).PersonId);
        var left = await PlayAsync(phone, "فك الربط", "1");

        Assert.Contains("لم يتغيّر شيء", kept[^1], StringComparison.Ordinal);
        Assert.Contains("لا صلة لكم", left[^1], StringComparison.Ordinal);
        Assert.NotEqual(invite.PersonId, (await MineAsync(service)).PersonId);
        Assert.Empty((await PersonAsync(service, invite.PersonId)).Linked);
    }

    [Fact]
    public async Task A_coordinators_address_is_taken_over_by_nobody()
    {
        await using var service = PlayedWorld.Start("sms", 117);
        var phone = new PlayedConversation(service, "all1");
        await PlayedWorld.AgreeAsync(phone, "ar");
        await service.Store.WriteAsync(transaction =>
        {
            var person = transaction.Get(Person.Documents, transaction.Get(Conversation.Documents, service.Get<AddressBook>().ConversationId(service.From("all1").From))!.PersonId)!;
            transaction.Put(Person.Documents, person with { Role = Role.Coordinator });
            return true;
        });
        var second = await InviteAsync(service, "0923456789", Zliten);

        Assert.Contains("أنتم مسجلون", Assert.Single((await phone.ActAsync($"رمز {second.Code}"))!).Message.Text, StringComparison.Ordinal);
        Assert.Contains("لا قناة أخرى", Assert.Single((await phone.ActAsync("فك الربط"))!).Message.Text, StringComparison.Ordinal);
    }

    private static async Task<(PlayedConversation Phone, Invited Invite)> JoinedAsync(PlayedService service)
    {
        var phone = new PlayedConversation(service, PlayedWorld.Me);
        var invite = await InviteAsync(service, "0912345678", Misrata);
        await PlayAsync(phone, $"رمز {invite.Code}", "1", "1");
        Assert.Equal(invite.PersonId, (await MineAsync(service)).PersonId);
        return (phone, invite);
    }

    private static async Task<Invited> InviteAsync(PlayedService service, string number, string place, bool reissue = false)
    {
        var code = await PlayedWorld.InviteAsync(service, place, "ar", reissue, number);
        var id = service.Get<Invites>().IdOf(InviteCode.Read(code)!);
        return new Invited(code, (await service.Store.ReadAsync(reader => reader.Get(Invite.Documents, id)))!.PersonId);
    }

    private static OutboundMessage Due(PlayedService service, string text)
    {
        var now = service.From("nobody").At;
        return new OutboundMessage { Id = service.Get<IdSource>().Next(), Tongue = Dialogs.Language.Tongue.Arabic, Text = text, CreatedAt = now - TimeSpan.FromMinutes(1), ExpiresAt = now + TimeSpan.FromDays(1) };
    }

    private static async Task<Conversation> MineAsync(PlayedService service)
    {
        var id = service.Get<AddressBook>().ConversationId(service.From(PlayedWorld.Me).From);
        return (await service.Store.ReadAsync(reader => reader.Get(Conversation.Documents, id)))!;
    }

    private static async Task<Person> PersonAsync(PlayedService service, string id) => (await service.Store.ReadAsync(reader => reader.Get(Person.Documents, id)))!;

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

    private sealed record Invited(string Code, string PersonId);
}
