using System.Collections.Immutable;
using Moomken.Bot.Duty;
using Moomken.Bot.Evidence;
using Moomken.Bot.Messages;
using Moomken.Bot.Observers;
using Moomken.Bot.Outbox;
using Moomken.Bot.Requests;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Telemetry;

/// <summary>What waits for a person or has failed, counted at the start and then once a minute, in short reads.</summary>
internal sealed class Tally(IStore store, DutyRoster roster, DutyReach reach, TimeProvider time)
{
    private volatile TallyCounts last = new();

    public TallyCounts Last => last;

    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var alerts = await ByIndexAsync(DutyAlert.Documents, "open", cancellation);
        var waiting = await ByIndexAsync(EvidenceItem.Documents, "waiting", cancellation);
        var (requests, oldest) = (0, TimeSpan.Zero);
        await foreach (var request in Pages.All(store, HandoverRequest.Documents, cancellation))
        {
            if (!request.Answered)
            {
                requests++;
                oldest = oldest > now - request.At ? oldest : now - request.At;
            }
        }

        last = new TallyCounts
        {
            FailedMessages = await CountAsync(FailedMessage.Documents, cancellation),
            DeadLetters = await CountAsync(DeadLetter.Documents, cancellation),
            OpenAlerts = alerts.Count,
            WaitingEvidence = waiting.Count,
            WaitingRequests = requests,
            OldestRequest = oldest,
            DutyTroubles = await store.ReadAsync(reader => reach.Troubles(reader, roster), cancellation),
            Observers = await ObserversAsync(now, cancellation),
        };
    }

    private async Task<ImmutableDictionary<string, int>> ObserversAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var counts = TallyCounts.NoObservers.ToBuilder();
        await foreach (var invite in Pages.All(store, Invite.Documents, cancellation))
        {
            if (!invite.Replaced)
            {
                counts[invite.UsedAt is not null ? "joined" : invite.ExpiresAt <= now ? "lapsed" : "invited"]++;
            }
        }

        await foreach (var phone in Pages.All(store, ObserverPhone.Documents, cancellation))
        {
            counts["left"] += phone.LeftAt is null ? 0 : 1;
        }

        return counts.ToImmutable();
    }

    private async Task<int> CountAsync<T>(DocumentKind<T> kind, CancellationToken cancellation)
        where T : class
    {
        var count = 0;
        await foreach (var _ in Pages.All(store, kind, cancellation))
        {
            count++;
        }

        return count;
    }

    private async Task<List<T>> ByIndexAsync<T>(DocumentKind<T> kind, string index, CancellationToken cancellation)
        where T : class
    {
        var all = new List<T>();
        IReadOnlyList<T> page;
        do
        {
            var after = all.Count == 0 ? null : kind.Id(all[^1]);
            page = await store.ReadAsync(reader => reader.Find(kind, index, "yes", Pages.Size, after), cancellation);
            all.AddRange(page);
        }
        while (page.Count == Pages.Size);

        return all;
    }
}

/// <summary>Counts of one moment.</summary>
internal sealed record TallyCounts
{
    public int FailedMessages { get; init; }

    public int DeadLetters { get; init; }

    /// <summary>Alerts that nobody has taken.</summary>
    public int OpenAlerts { get; init; }

    public int WaitingEvidence { get; init; }

    /// <summary>People who asked for a person and have none.</summary>
    public int WaitingRequests { get; init; }

    /// <summary>How long the first of them waits.</summary>
    public TimeSpan OldestRequest { get; init; }

    /// <summary>Those on duty whom no alert reaches now.</summary>
    public ImmutableArray<DutyTrouble> DutyTroubles { get; init; } = [];

    /// <summary>By state: a code waits for them, it ran out, they joined with it, they deleted their data.</summary>
    public ImmutableDictionary<string, int> Observers { get; init; } = NoObservers;

    public static ImmutableDictionary<string, int> NoObservers { get; } =
        new[] { "invited", "lapsed", "joined", "left" }.ToImmutableDictionary(state => state, _ => 0, StringComparer.Ordinal);
}
