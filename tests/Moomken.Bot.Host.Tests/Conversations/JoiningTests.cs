using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Incidents;
using Moomken.Bot.Observers;
using Moomken.Bot.People;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

public sealed class JoiningTests
{
    private const string Misrata = "LY021401";

    [Fact]
    public async Task Whoever_joins_is_the_invited_person_and_nobody_else()
    {
        await using var service = PlayedWorld.Start("telegram", 11);
        var code = await PlayedWorld.InviteAsync(service, Misrata, "ar");

        await PlayAsync(service, $"/start {code}", "1", "1");

        var person = Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(Person.Documents, 10)));
        Assert.Equal((Role.Observer, Stage.Registered, Misrata), (person.Role, person.Registration!.Stage, person.StationId));
        Assert.NotNull(person.Agreement);
        Assert.NotNull(person.Registration.Agreement);
        Assert.Equal("سالم الفيتوري", service.Get<PersonSeal>().Open(person, person.SealedName!));
        var conversation = Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10)));
        Assert.Equal(PlayedWorld.Me, service.Get<AddressBook>().AddressOf(conversation, person).User);
    }

    [Fact]
    public async Task A_code_shows_no_name_to_whoever_holds_it()
    {
        await using var service = PlayedWorld.Start("sms", 12);
        var code = await PlayedWorld.InviteAsync(service, Misrata, "ar");

        var shown = await PlayAsync(service, $"رمز {code}", "1", "1", "محطتي", "1", "خصوصية");

        Assert.Contains(shown, text => text.Contains("مصراتة", StringComparison.Ordinal));
        Assert.DoesNotContain(shown, text => text.Contains("سالم", StringComparison.Ordinal) || text.Contains("912345678", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_code_is_stored_nowhere_as_it_was_typed()
    {
        await using var service = PlayedWorld.Start("telegram", 13);
        var code = await PlayedWorld.InviteAsync(service, Misrata, "ar");

        await PlayAsync(service, $"/start {code}", "1");

        var conversation = Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10)));
        Assert.DoesNotContain(conversation.Session.Top!.Slots.Values, answer => InviteCode.Read(answer.Value) == InviteCode.Read(code));
    }

    [Fact]
    public async Task What_a_citizen_sent_before_goes_along_and_stays_a_citizens()
    {
        await using var service = PlayedWorld.Start("telegram", 14);
        var code = await PlayedWorld.InviteAsync(service, Misrata, "ar");
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        await PlayAsync(me, "بلاغ", "1", "1", "1", "زليتن", "1", "منعوا المراقبين من الدخول", "هذا كل شيء", "إرسال مع التواصل");

        await PlayAsync(me, $"رمز {code}", "1", "1", "بلاغ", "1", "1", "1", "مصراتة", "1", "صندوق مفتوح في المحطة", "هذا كل شيء", "إرسال");

        var incidents = await service.Store.ReadAsync(reader => reader.Scan(Incident.Documents, 10));
        var person = Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(Person.Documents, 10)), person => person.Registration is not null);
        Assert.Equal([ReporterKind.Citizen, ReporterKind.Observer], incidents.Select(incident => incident.Reporter));
        Assert.All(incidents, incident => Assert.Equal(person.Id, incident.ReporterId));
        Assert.Equal(("West", Misrata), (incidents[1].Latest.Region, incidents[1].Latest.PlaceId));
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_waits_too()
    {
        await using var service = PlayedWorld.Start("telegram", 15);
        var code = await PlayedWorld.InviteAsync(service, Misrata, "ar");
        var me = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(me, "ar");
        for (var wrong = 0; wrong < CodeLimits.OfOneChat; wrong++)
        {
            await PlayAsync(me, $"0000-1111-222{(char)('A' + wrong)}");
        }

        // Deleting one's data must not buy five more.
        await PlayAsync(me, "خصوصية", "1", "1", "/start", "1", "1");
        Assert.Contains("كثرت الرموز الخاطئة", Assert.Single(await PlayAsync(me, code)), StringComparison.Ordinal);
        Assert.Contains("كثرت الرموز الخاطئة", Assert.Single(await PlayAsync(me, "/start " + code)), StringComparison.Ordinal);

        await PlayAsync(me, ":wait 2h");
        Assert.Contains("هل هي لكم؟", Assert.Single(await PlayAsync(me, code)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_wrong_codes_from_everywhere_shut_the_door_for_an_hour()
    {
        await using var service = PlayedWorld.Start("telegram", 16);
        var code = await PlayedWorld.InviteAsync(service, Misrata, "ar");
        await service.Store.WriteAsync(transaction =>
        {
            transaction.Put(CodeTries.Documents, new CodeTries(service.Get<TimeProvider>().GetUtcNow(), CodeLimits.OfAll - 1));
            return true;
        });

        await PlayAsync(service, "رمز 0000-1111-222A");
        Assert.Contains("كثرت الرموز الخاطئة", Assert.Single(await PlayAsync(service, $"رمز {code}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_type_one_code_at_once_are_one_observer()
    {
        await using var service = PlayedWorld.Start("telegram", 17);
        var code = await PlayedWorld.InviteAsync(service, Misrata, "ar");
        await PlayAsync(new PlayedConversation(service, "first"), $"/start {code}", "1");
        await PlayAsync(new PlayedConversation(service, "second"), $"/start {code}", "1");
        var runner = service.Get<ConversationRunner>();

        await Task.WhenAll(new[] { "first", "second" }.Select(user => runner.ReceiveAsync(service.From(user) with { Text = "أوافق" }, null, CancellationToken.None)));

        var people = await service.Store.ReadAsync(reader => reader.Scan(Person.Documents, 10));
        Assert.Single(people, person => person.Role == Role.Observer);
        Assert.Equal(2, people.Count);
    }

    [Fact]
    public async Task A_reissued_code_brings_an_observer_back_on_a_new_phone()
    {
        await using var service = PlayedWorld.Start("telegram", 18);
        var code = await PlayedWorld.InviteAsync(service, Misrata, "ar");
        await PlayAsync(new PlayedConversation(service, "old phone"), $"/start {code}", "1", "1");

        var again = await PlayedWorld.InviteAsync(service, Misrata, "ar", reissue: true);
        var shown = await PlayAsync(new PlayedConversation(service, "new phone"), $"/start {again}", "1", "1", "محطتي");

        Assert.Contains("مصراتة", shown[^1], StringComparison.Ordinal);
        Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(Person.Documents, 10)));
    }

    [Fact]
    public async Task An_observer_who_deletes_their_data_leaves_nothing_but_a_hash()
    {
        await using var service = PlayedWorld.Start("telegram", 19);
        var code = await PlayedWorld.InviteAsync(service, Misrata, "ar");

        await PlayAsync(service, $"/start {code}", "1", "1", "خصوصية", "1", "1");
        await service.SettleAsync();

        Assert.Empty(await service.Store.ReadAsync(reader => reader.Scan(Person.Documents, 10)));
        Assert.Empty(await service.Store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10)));
        var left = Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(ObserverPhone.Documents, 10)));
        Assert.Null(left.PersonId);
        Assert.NotNull(left.LeftAt);
    }

    [Fact]
    public async Task A_repeated_message_with_a_code_counts_once()
    {
        await using var service = PlayedWorld.Start("telegram", 20);
        var message = service.From(PlayedWorld.Me) with { Text = "رمز 0000-1111-222A" };

        await service.SendAsync(message);
        await service.SendAsync(message);

        Assert.Equal(1, (await service.Store.ReadAsync(reader => reader.Get(CodeTries.Documents, CodeTries.Id)))!.Wrong);
    }

    private static Task<List<string>> PlayAsync(PlayedService service, params string[] acts) => PlayAsync(new PlayedConversation(service, PlayedWorld.Me), acts);

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
}
