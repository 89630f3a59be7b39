using System.Text;
using Moomken.Bot.Audit;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Requests;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Operations;

public class OperationTests
{
    private const string Words = "أرجو الاتصال بي، فاطمة 0912345678";

    [Fact]
    public async Task Failed_messages_are_listed_by_reason_and_age_without_a_word_of_them()
    {
        using var world = new OperationWorld();
        foreach (var (id, reason) in new[] { ("m1", "expired"), ("m2", "refused"), ("m3", "expired") })
        {
            await world.Put(FailedMessage.Documents, Failed(world, id, reason));
        }

        world.Time.Advance(TimeSpan.FromMinutes(200));
        Assert.Equal(Operation.Done, await world.Type("outbox", "list"));

        var said = world.Output.ToString();
        Assert.Contains("m2  2026-11-23 11:00  3 h 20 min   Safety     refused", said, StringComparison.Ordinal);
        Assert.Contains("3 failed: expired 2, refused 1.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("فاطمة", said, StringComparison.Ordinal);
        Assert.DoesNotContain("conversation-hash", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_that_are_held_until_somebody_writes_are_listed_too()
    {
        using var world = new OperationWorld();
        var now = world.Time.GetUtcNow();
        var message = Failed(world, "m1", "x").Message with { SilentSince = now, LastFailure = "outside_window" };
        await world.Put(Conversation.Documents, new Conversation { Id = "conversation-hash", PersonId = "p", Channel = "whatsapp", Account = "a", SealedUser = "", LastAt = now, Pending = [message] });
        world.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(Operation.Done, await world.Type("outbox", "list"));

        var said = world.Output.ToString();
        Assert.Contains("20 min       Safety     held: outside_window", said, StringComparison.Ordinal);
        Assert.Contains("1 held: outside_window 1.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("conversation-hash", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outbox retry: give one of an id, --reason R or --all.", "outbox", "retry")]
    [InlineData("outbox drop: give one of an id, --reason R or --all.", "outbox", "drop", "m1", "--all")]
    [InlineData("--reason is missing", "letters", "show", "d1", "--role", "lead")]
    [InlineData("--role is missing", "requests", "show", "7K2M-9QXD", "--reason", "why")]
    [InlineData("\"hello\" is no code", "evidence", "list", "hello")]
    [InlineData("there is no folder /nowhere", "evidence", "export", "7K2M-9QXD", "--role", "r", "--reason", "r", "--out", "/nowhere")]
    [InlineData("it must be a day such as 2026-11-23", "audit", "list", "--since", "yesterday")]
    public async Task A_line_that_makes_no_sense_is_refused_with_what_is_missing(string message, params string[] line)
    {
        using var world = new OperationWorld();
        Assert.Equal(1, await world.Type(line));
        Assert.Contains(message, world.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_letter_is_read_only_after_its_line_is_written()
    {
        using var world = new OperationWorld();
        await world.Put(DeadLetter.Documents, new DeadLetter("d1", "telegram", world.Time.GetUtcNow(), "not_json", world.Vault.Seal(Encoding.UTF8.GetBytes(Words))));
        Assert.Equal(Operation.Done, await world.Type("letters", "list"));
        Assert.Contains($"telegram    {Encoding.UTF8.GetByteCount(Words),7} bytes  not_json", world.Output.ToString(), StringComparison.Ordinal);

        string[] show = ["letters", "show", "d1", "--role", "lead", "--reason", "سؤال", "--out", world.Folder];
        world.Store.BeforeCommit = () => throw new StoreUnavailableException("The disk is full.");
        Assert.Equal(Operation.Failed, await world.Type(show));
        Assert.Empty(world.Made);

        world.Store.BeforeCommit = () => { };
        Assert.Equal(Operation.Done, await world.Type(show));
        Assert.Equal(Words, await File.ReadAllTextAsync(Path.Combine(world.Folder, "dead-letter-d1.bin"), TestContext.Current.CancellationToken));
        Assert.Equal(("lead", "letters show d1", "سؤال"), (await world.All(AuditLine.Documents)).Select(line => (line.Role, line.What, line.Reason)).Single());
        Assert.DoesNotContain("فاطمة", world.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asked_for_a_person_is_listed_by_code_read_with_a_reason_and_noted_as_answered()
    {
        using var world = new OperationWorld();
        await world.Put(HandoverRequest.Documents, new HandoverRequest("r1", "7K2M9QXD", "person-1", world.Time.GetUtcNow(), Words, Answered: false));
        world.Time.Advance(TimeSpan.FromDays(3));

        await world.Type("requests", "list");
        Assert.Contains("7K2M-9QXD  2026-11-23 11:00  waits 3 d", world.Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("فاطمة", world.Output.ToString(), StringComparison.Ordinal);

        await world.Type("requests", "show", "7k2m9qxd", "--role", "lead", "--reason", "اتصال");
        Assert.Contains($"Words:    {Words}", world.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("سالم القناري, +218912345678, R7K2", world.Output.ToString(), StringComparison.Ordinal);
        Assert.Equal("requests show 7K2M9QXD", (await world.All(AuditLine.Documents)).Single().What);

        Assert.Equal(Operation.Done, await world.Type("requests", "answered", "7K2M-9QXD"));
        Assert.True((await world.All(HandoverRequest.Documents)).Single().Answered);
        Assert.Equal(Operation.Failed, await world.Type("requests", "answered", "0000-0000"));
    }

    [Fact]
    public async Task The_files_of_a_report_leave_with_a_line_of_custody_each()
    {
        using var world = new OperationWorld();
        var kept = Keep(world, "01ARZ3NDEKTSV4RRFFQ69G5FAV", "%PDF-1.4 محضر"u8.ToArray());
        var missing = kept with { Id = "01ARZ3NDEKTSV4RRFFQ69G5FAW", State = EvidenceState.Missing, Reason = MissingReasons.Gone };
        await world.Put(EvidenceItem.Documents, kept);
        await world.Put(EvidenceItem.Documents, missing);
        await world.Put(Incident.Documents, Report(world, [kept.Id, missing.Id]));

        Assert.Equal(Operation.Failed, await world.Type("evidence", "export", "7K2M-9QXD", "--role", "legal", "--reason", "طعن 12", "--out", world.Folder));

        Assert.Equal([$"7K2M-9QXD_{kept.Id}.pdf"], world.Made);
        Assert.Equal("%PDF-1.4 محضر", await File.ReadAllTextAsync(Path.Combine(world.Folder, world.Made[0]), TestContext.Current.CancellationToken));
        Assert.Contains($"{missing.Id}: cannot be had (gone).", world.Errors.ToString(), StringComparison.Ordinal);
        var custody = (await world.All(EvidenceItem.Documents)).Single(item => item.Id == kept.Id).Custody.Single();
        Assert.Equal((CustodySteps.OriginalOpened, "legal: طعن 12"), (custody.What, custody.Reason));
        Assert.Equal("evidence export 7K2M9QXD original", (await world.All(AuditLine.Documents)).Single().What);

        await world.Type("evidence", "list", "7K2M-9QXD");
        Assert.Contains("command line  original_opened  legal: طعن 12", world.Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(Operation.Failed, await world.Type("evidence", "list", "0000-0000"));
    }

    [Fact]
    public async Task The_audit_is_listed_from_a_day_on()
    {
        using var world = new OperationWorld();
        await world.Put(AuditLine.Documents, new AuditLine("a1", world.Time.GetUtcNow(), "command line", "lead", "export incidents", "الأول", 7));
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.Put(AuditLine.Documents, new AuditLine("a2", world.Time.GetUtcNow(), "command line", "lead", "export incidents", "الثاني", 8));

        await world.Type("audit", "list", "--since", "2026-11-24");

        Assert.DoesNotContain("الأول", world.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("2026-11-25 11:00  command line  lead  export incidents  (8)  الثاني", world.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_is_read_in_pages_and_is_whole()
    {
        using var world = new OperationWorld();
        for (var i = 0; i < (2 * Pages.Size) + 1; i++)
        {
            await world.Put(FailedMessage.Documents, Failed(world, $"m{i:D4}", "expired"));
        }

        await world.Type("outbox", "list");
        Assert.Contains($"{(2 * Pages.Size) + 1} failed: expired {(2 * Pages.Size) + 1}.", world.Output.ToString(), StringComparison.Ordinal);
    }

    private static FailedMessage Failed(OperationWorld world, string id, string reason) => new(id, "conversation-hash", reason, world.Time.GetUtcNow(), new OutboundMessage
    {
        Id = id,
        Lane = Lane.Safety,
        Tongue = Tongue.Arabic,
        Text = Words,
        CreatedAt = world.Time.GetUtcNow(),
        ExpiresAt = world.Time.GetUtcNow(),
    });

    private static EvidenceItem Keep(OperationWorld world, string id, byte[] bytes)
    {
        new EvidenceSeal(world.Vault, world.Files).Write(id, EvidencePart.Original, bytes);
        return new EvidenceItem
        {
            Id = id,
            Kind = "document",
            Channel = "telegram",
            ReceivedAt = world.Time.GetUtcNow(),
            State = EvidenceState.Kept,
            Bytes = bytes.Length,
            ContentType = "application/pdf",
            Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)),
        };
    }

    private static Incident Report(OperationWorld world, string[] evidence) => new()
    {
        Id = "i1",
        Code = "7K2M9QXD",
        Reporter = ReporterKind.Citizen,
        Channel = "telegram",
        CreatedAt = world.Time.GetUtcNow(),
        Versions = [new IncidentVersion { Number = 1, At = world.Time.GetUtcNow(), Source = "report", Severity = 3, Evidence = [.. evidence] }],
    };
}
