using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Transcripts;
using Moomken.Bot.Incidents;
using Moomken.Bot.People;
using Moomken.Bot.Requests;
using Xunit;

namespace Moomken.Bot.Host.Tests.Conversations;

public sealed class DeletedDataTests
{
    [Fact]
    public async Task After_deletion_nothing_leads_to_the_person()
    {
        await using var service = PlayedWorld.Start("telegram", 7);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");
        await PlayAsync(conversation, "مشرف", "عندي سؤال خاص عن بلاغي", "بلاغ", "1", "1", "1", "مصراتة", "1", "منعوا المراقبين من الدخول", "هذا كل شيء", "إرسال مع التواصل", "بلاغ", "1", "2");

        await PlayAsync(conversation, "خصوصية", "1", "1");
        await service.SettleAsync();

        var (people, conversations, incidents, requests) = await service.Store.ReadAsync(reader => (
            reader.Scan(Person.Documents, 10), reader.Scan(Conversation.Documents, 10), reader.Scan(Incident.Documents, 10), reader.Scan(HandoverRequest.Documents, 10)));
        var duty = service.Get<AddressBook>().ConversationId(service.From("all1").From);
        Assert.Equal([duty], conversations.Select(left => left.Id));
        Assert.Equal(Role.Coordinator, Assert.Single(people).Role);
        var incident = Assert.Single(incidents);
        Assert.Null(incident.ReporterId);
        Assert.False(incident.MayContact);
        Assert.Equal("منعوا المراقبين من الدخول", incident.Latest.Text);
        var request = Assert.Single(requests);
        Assert.Null(request.PersonId);
        Assert.Null(request.Words);
    }

    [Fact]
    public async Task The_post_of_an_observer_who_called_for_help_is_in_no_version_any_more()
    {
        await using var service = PlayedWorld.Start("telegram", 12);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");
        await PlayedWorld.StationAsync(service, PlayedWorld.Me, "LY021401");
        await PlayAsync(conversation, "خطر", "هم عند الباب", "أنا في أمان", "بلاغ", "1", "تخطي", "تخطي", "تخطي", "هددونا عند الباب", "هذا كل شيء", "إرسال");
        var before = Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(Incident.Documents, 10)));

        await PlayAsync(conversation, "خصوصية", "1", "1");
        await service.SettleAsync();

        Assert.Equal("report", before.Latest.Source);
        Assert.All(before.Versions, version => Assert.Equal("LY021401", version.Post));
        var after = Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(Incident.Documents, 10)));
        Assert.Equal(before.Versions.Length, after.Versions.Length);
        Assert.All(after.Versions, version => Assert.Null(version.Post));
        Assert.DoesNotContain("LY021401", System.Text.Json.JsonSerializer.Serialize(after, Incident.Documents.Json), StringComparison.Ordinal);
        Assert.DoesNotContain(await service.Store.ReadAsync(reader => reader.Scan(Person.Documents, 10)), person => person.StationId is not null);
    }

    [Fact]
    public async Task Unfinished_lines_of_every_channel_go_with_the_person()
    {
        await using var service = PlayedWorld.Start("telegram", 10);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");
        await PlayAsync(conversation, "ربط", ":on sms ربط {code}", ":on sms 1", "ربط نعم", ":on sms INC P مصراتة", ":on sms INC! P زليتن", "خصوصية", "1");

        await PlayAsync(conversation, "1");

        Assert.All(await service.Store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10)), left => Assert.Null(left.Lines));
    }

    [Fact]
    public async Task An_anonymous_report_has_no_reporter_from_the_first_moment()
    {
        await using var service = PlayedWorld.Start("telegram", 8);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "ar");
        await PlayAsync(conversation, "بلاغ", "1", "1", "1", "مصراتة", "1", "منعوا المراقبين من الدخول", "هذا كل شيء", "إرسال دون هوية");

        var incident = Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(Incident.Documents, 10)));

        Assert.Null(incident.ReporterId);
        Assert.False(incident.MayContact);
    }

    [Fact]
    public async Task A_report_after_a_call_for_help_is_the_same_case()
    {
        await using var service = PlayedWorld.Start("telegram", 9);
        var conversation = new PlayedConversation(service, PlayedWorld.Me);
        await PlayedWorld.AgreeAsync(conversation, "en");
        await PlayAsync(conversation, "report", "2", "armed men at the door", ":location 32.8872 13.1913", "I am safe", "11", "1", "Zliten", "1", "That is all", "Send, contact me");

        var incident = Assert.Single(await service.Store.ReadAsync(reader => reader.Scan(Incident.Documents, 10)));

        Assert.Equal(["danger", "addition", "addition", "safe", "report"], incident.Versions.Select(version => version.Source));
        Assert.Equal(Severities.Critical, incident.Latest.Severity);
        Assert.True(incident.Latest.InDanger);
        Assert.NotNull(incident.Versions[2].Point);
    }

    private static async Task PlayAsync(PlayedConversation conversation, params string[] acts)
    {
        foreach (var act in acts)
        {
            Assert.NotNull(await conversation.ActAsync(act));
        }
    }
}
