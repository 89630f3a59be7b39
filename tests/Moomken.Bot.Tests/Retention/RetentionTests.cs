using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Moomken.Bot.Audit;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Duty;
using Moomken.Bot.Evidence;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.OneLine;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Requests;
using Moomken.Bot.Retention;
using Moomken.Bot.Storage;
using Moomken.Bot.Tests.Outbox;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Tests.Retention;

public sealed class RetentionTests : IDisposable
{
    private const int Months = 24;
    private readonly SenderWorld world = new();
    private readonly MemoryEvidenceFiles files = new();
    private readonly List<string> erased = [];
    private readonly RetentionSweep sweep;

    public RetentionTests() => sweep = SweepOf(world.Store);

    private RetentionSweep SweepOf(IStore incidents) => new(
        world.Store,
        new RetentionRules(Months),
        new ConversationRetention(world.Store, world.Sender, world.Book, [(_, address) => erased.Add(address.User)]),
        new IncidentRetention(incidents, files),
        [],
        world.Time,
        NullLogger<RetentionSweep>.Instance);

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task A_report_goes_after_the_months_that_were_promised_with_its_files_and_its_alert_and_not_a_day_before()
    {
        await Put(Incident.Documents, Report("i1", "AAAA0001", ["e1"]));
        await Keep("e1");
        await Put(DutyAlert.Documents, new DutyAlert { Id = "a1", Code = "AAAA0001", NextAt = Now });

        world.Time.Advance(Now.AddMonths(Months) - Now - TimeSpan.FromDays(1));
        await Sweep();
        Assert.Equal((1, 1, 1), (await Count(Incident.Documents), await Count(EvidenceItem.Documents), await Count(DutyAlert.Documents)));
        Assert.NotEmpty(files.Parts);

        world.Time.Advance(TimeSpan.FromDays(2));
        await Sweep();
        Assert.Equal((0, 0, 0), (await Count(Incident.Documents), await Count(EvidenceItem.Documents), await Count(DutyAlert.Documents)));
        Assert.Empty(files.Parts);
    }

    [Fact]
    public async Task An_observers_post_goes_with_the_call_that_names_it_and_the_words_that_wait_with_their_conversation()
    {
        var call = Report("i1", "AAAA0001", []);
        await Put(Incident.Documents, call with { Versions = [call.Latest with { Source = "danger", Post = "LY021401" }] });
        var conversation = await world.Begin();
        var held = ImmutableSortedDictionary<string, Answer>.Empty.Add(DialogEngine.HeldSlot, new Answer("نحن في خطر"));
        await world.Put(conversation with { Session = DialogSession.Empty with { Frames = [new DialogFrame { Dialog = DialogEngine.DangerQuestion, Version = 1, State = "ask", Slots = held }] } });

        world.Time.Advance(Now.AddMonths(Months) - Now - TimeSpan.FromDays(1));
        await Sweep();
        Assert.Equal("LY021401", Assert.Single(await All(Incident.Documents)).Latest.Post);
        Assert.Equal(1, await Count(Conversation.Documents));

        world.Time.Advance(TimeSpan.FromDays(2));
        await Sweep();
        Assert.Equal((0, 0), (await Count(Incident.Documents), await Count(Conversation.Documents)));
    }

    [Fact]
    public async Task An_addition_keeps_a_report_for_as_long_again()
    {
        var report = Report("i1", "AAAA0001", ["e1"]);
        await Keep("e1");
        world.Time.Advance(TimeSpan.FromDays(400));
        await Put(Incident.Documents, report with { Versions = report.Versions.Add(report.Latest with { Number = 2, At = Now }) });

        world.Time.Advance(TimeSpan.FromDays(400));
        await Sweep();

        Assert.Equal((1, 1), (await Count(Incident.Documents), await Count(EvidenceItem.Documents)));
    }

    [Fact]
    public async Task An_addition_that_comes_while_an_old_report_is_being_removed_keeps_it_and_its_files()
    {
        var report = Report("i1", "AAAA0001", ["e1"]);
        await Put(Incident.Documents, report);
        await Keep("e1");
        world.Time.Advance(TimeSpan.FromDays(800));
        var between = new StoreWithHaste(world.Store, () => Put(Incident.Documents, report with { Versions = report.Versions.Add(report.Latest with { Number = 2, At = Now, Text = "إضافة" }) }));

        var hasty = SweepOf(between);
        for (var round = 0; round < 10; round++)
        {
            await hasty.RunOnceAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, Assert.Single(await All(Incident.Documents)).Versions.Length);
        Assert.Equal(1, await Count(EvidenceItem.Documents));
        Assert.NotEmpty(files.Parts);
    }

    [Fact]
    public async Task Files_of_a_report_that_was_given_up_go_after_thirty_days_and_those_of_an_unfinished_one_stay()
    {
        await Keep("given-up");
        await Keep("waiting", EvidenceState.Waiting);
        await Keep("unfinished");
        await Keep("sent");
        await Put(Incident.Documents, Report("i1", "AAAA0001", ["sent"]));
        var conversation = await world.Begin();
        var slots = ImmutableSortedDictionary<string, Answer>.Empty.Add("details", new Answer("صورة", Items: ["photo:unfinished"]));
        await world.Put(conversation with { Session = DialogSession.Empty with { Frames = [new DialogFrame { Dialog = "incident", Version = 1, State = "details", Slots = slots }] } });

        world.Time.Advance(TimeSpan.FromDays(29));
        await Sweep();
        Assert.Equal(4, await Count(EvidenceItem.Documents));

        world.Time.Advance(TimeSpan.FromDays(2));
        await Sweep();
        Assert.Equal(["sent", "unfinished", "waiting"], (await All(EvidenceItem.Documents)).Select(item => item.Id));
        Assert.DoesNotContain(files.Parts.Keys, part => part.Id == "given-up");
    }

    [Fact]
    public async Task What_a_line_left_goes_after_half_an_hour_and_what_waits_unfinished_after_seven_days()
    {
        OneLineDraft Line(string form) => new() { Form = form, Print = "p", At = Now };
        var conversation = await world.Begin();
        await world.Put(conversation with { Lines = [Line("incident") with { Code = "AAAA0001" }, Line("incident") with { KeptAs = "AAAA0002" }, Line("polling") with { KeptAs = "AAAA0003" }] });

        world.Time.Advance(TimeSpan.FromDays(6));
        await Sweep();
        Assert.Equal(["AAAA0002", "AAAA0003"], Assert.Single(await All(Conversation.Documents)).Lines!.Select(line => line.KeptAs));

        world.Time.Advance(TimeSpan.FromDays(1));
        await Sweep();
        Assert.Null(Assert.Single(await All(Conversation.Documents)).Lines);
    }

    [Fact]
    public async Task The_last_report_of_somebody_who_writes_no_more_is_forgotten_after_a_day_and_nothing_else_is_lost()
    {
        var conversation = await world.Turn(await world.Begin(), world.Message("جواب") with { ExpiresAt = Now + TimeSpan.FromDays(3) });
        await world.Put(conversation with { Recent = new RecentReport("AAAA0001", "f", "t", Now), Danger = new OpenDanger("i1", Now), Revision = conversation.Revision + 1 });

        world.Time.Advance(TimeSpan.FromHours(23));
        await Sweep();
        Assert.NotNull((await world.Stored(conversation.Id))!.Recent);

        world.Time.Advance(TimeSpan.FromHours(2));
        await Sweep();
        var forgot = (await world.Stored(conversation.Id))!;
        Assert.Null(forgot.Recent);
        Assert.Null(forgot.Danger);
        Assert.Single(forgot.Pending);
        await world.Drain();
        Assert.Equal(["5 جواب"], world.Sent);
    }

    [Fact]
    public async Task Fingerprints_of_words_that_tie_a_person_to_a_report_are_forgotten_after_a_day()
    {
        var conversation = await world.Begin();
        await world.Put(conversation with
        {
            Echo = new Echo("رد", "قصة", 1, Now),
            LastSaid = [new SaidWords(7, Now.ToUnixTimeSeconds()), new SaidWords(8, (Now + TimeSpan.FromHours(12)).ToUnixTimeSeconds())],
            Revision = conversation.Revision + 1,
        });

        world.Time.Advance(TimeSpan.FromHours(23));
        await Sweep();
        Assert.NotNull((await world.Stored(conversation.Id))!.Echo);

        world.Time.Advance(TimeSpan.FromHours(2));
        await Sweep();
        var forgot = (await world.Stored(conversation.Id))!;
        Assert.Null(forgot.Echo);
        Assert.Equal(8, Assert.Single(forgot.LastSaid!).Mark);

        world.Time.Advance(TimeSpan.FromHours(12));
        await Sweep();
        Assert.Null((await world.Stored(conversation.Id))!.LastSaid);
    }

    [Fact]
    public async Task Who_was_silent_for_the_months_is_forgotten_and_who_has_a_role_or_something_to_receive_is_not()
    {
        var silent = await world.Begin();
        await Put(Person.Documents, new Person { Id = "observer", Pseudonym = "R7K2", SealedKey = [1], Role = Role.Observer, CreatedAt = Now });

        world.Time.Advance(TimeSpan.FromDays(800));
        var talks = await Another("6", world.Message("تذكير"));
        await Sweep();

        Assert.Null(await world.Stored(silent.Id));
        Assert.NotNull(await world.Stored(talks.Id));
        Assert.Equal(new[] { "observer", talks.PersonId }.Order(StringComparer.Ordinal), (await All(Person.Documents)).Select(person => person.Id).Order(StringComparer.Ordinal));
        Assert.Equal([SenderWorld.Address.User], erased);
    }

    [Fact]
    public async Task What_only_operators_see_goes_too_and_the_audit_stays()
    {
        await Put(HandoverRequest.Documents, new HandoverRequest("r1", "BBBB0001", "person", Now, "كلمات", true));
        await Put(DutyAlert.Documents, new DutyAlert { Id = "a1", Code = "BBBB0001", NextAt = Now });
        await Put(FailedMessage.Documents, new FailedMessage("m1", "c", "expired", Now, world.Message("نص")));
        await Put(DeadLetter.Documents, new DeadLetter("d1", "telegram", Now, "not_json", [1]));
        await Put(AuditLine.Documents, new AuditLine("l1", Now, "command line", "lead", "export", "why", 1));

        world.Time.Advance(TimeSpan.FromDays(91));
        await Sweep();
        Assert.Equal((0, 1, 1, 1), (await Count(FailedMessage.Documents), await Count(DeadLetter.Documents), await Count(HandoverRequest.Documents), await Count(DutyAlert.Documents)));

        world.Time.Advance(TimeSpan.FromDays(700));
        await Sweep();
        Assert.Equal((0, 0, 0, 1), (await Count(DeadLetter.Documents), await Count(HandoverRequest.Documents), await Count(DutyAlert.Documents), await Count(AuditLine.Documents)));
    }

    [Fact]
    public async Task A_round_looks_at_a_slice_only_and_the_next_one_goes_on_from_there()
    {
        for (var i = 0; i < (2 * RetentionSweep.Slice) + 50; i++)
        {
            await Put(DeadLetter.Documents, new DeadLetter($"d{i:D5}", "telegram", Now, "not_json", [1]));
        }

        world.Time.Advance(TimeSpan.FromDays(800));
        await sweep.RunOnceAsync(TestContext.Current.CancellationToken);
        Assert.InRange(await Count(DeadLetter.Documents), RetentionSweep.Slice + 50, (2 * RetentionSweep.Slice) + 50);

        await Sweep();
        Assert.Equal(0, await Count(DeadLetter.Documents));
    }

    private DateTimeOffset Now => world.Time.GetUtcNow();

    /// <summary>Rounds as the service runs them, until nothing more can be left to look at.</summary>
    private async Task Sweep()
    {
        world.Time.Advance(RetentionSweep.Pause);
        for (var round = 0; round < 10; round++)
        {
            await sweep.RunOnceAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<Conversation> Another(string user, OutboundMessage pending)
    {
        var address = SenderWorld.Address with { User = user };
        var (conversation, person) = world.Book.New(world.Book.ConversationId(address), address, Now);
        await Put(Person.Documents, person);
        await Put(Conversation.Documents, conversation.Plus(pending));
        return conversation;
    }

    private Task Keep(string id, EvidenceState state = EvidenceState.Kept)
    {
        files.Write(id, EvidencePart.Original, [1]);
        return Put(EvidenceItem.Documents, new EvidenceItem { Id = id, Kind = "photo", Channel = "telegram", ReceivedAt = Now, State = state });
    }

    private Incident Report(string id, string code, string[] evidence) => new()
    {
        Id = id,
        Code = code,
        Reporter = ReporterKind.Citizen,
        Channel = "telegram",
        CreatedAt = Now,
        Versions = [new IncidentVersion { Number = 1, At = Now, Source = "report", Severity = 2, Evidence = [.. evidence] }],
    };

    private Task Put<T>(DocumentKind<T> kind, T document)
        where T : class => world.Store.WriteAsync(transaction =>
    {
        transaction.Put(kind, document);
        return true;
    });

    private async Task<IReadOnlyList<T>> All<T>(DocumentKind<T> kind)
        where T : class => await world.Store.ReadAsync(reader => reader.Scan(kind, 10_000));

    private async Task<int> Count<T>(DocumentKind<T> kind)
        where T : class => (await All(kind)).Count;
}
