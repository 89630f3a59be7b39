using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Evidence;

/// <summary>
/// Downloads what people sent. Every step may be cut short and run again: the sealed file is written before the document
/// says so, and a file that is there already is taken instead of asking the provider twice, since by then the provider
/// may have thrown it away. Channels do not wait for each other, and one file's fault never stops the rest.
/// </summary>
public sealed class EvidenceFetcher
{
    /// <summary>The limit of the Bot API for downloads, and enough for a minute of phone video.</summary>
    public const long MaxBytes = 20 * 1024 * 1024;

    /// <summary>Files of one channel that are downloaded at once; each may hold twice <see cref="MaxBytes"/> in memory.</summary>
    public const int AtOncePerChannel = 2;

    /// <summary>A provider that has not delivered by then counts as not reached.</summary>
    public static readonly TimeSpan FetchTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Pauses after the first, second … failed attempt; after the last pause one more attempt is made, then the file is missing.</summary>
    public static readonly ImmutableArray<TimeSpan> RetryPauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
        TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromHours(24),
    ];

    /// <summary>Pause after a fault of our own (a full disk): it is nobody's attempt, and it never ends in "missing".</summary>
    public static readonly TimeSpan FaultPause = TimeSpan.FromMinutes(5);

    private readonly FrozenDictionary<string, IChannel> channels;
    private readonly IStore store;
    private readonly EvidenceSeal seal;
    private readonly Vault vault;
    private readonly TimeProvider time;
    private readonly EvidenceLedger ledger;

    public EvidenceFetcher(IStore store, IEvidenceFiles files, Vault vault, IEnumerable<IChannel> channels, TimeProvider time)
    {
        this.channels = channels.ToFrozenDictionary(channel => channel.Name);
        this.store = store;
        this.vault = vault;
        this.time = time;
        seal = new EvidenceSeal(vault, files);
        ledger = new EvidenceLedger(store, time);
    }

    /// <summary>Tries everything that is due once. Throws only when the store cannot be read, or on cancellation.</summary>
    public async Task<EvidenceRound> RunOnce(CancellationToken cancellation)
    {
        var results = new List<StepResult>();
        var lanes = (await EvidenceQueue.Due(store, "waiting", time.GetUtcNow(), cancellation)).GroupBy(item => item.Channel).Select(lane => Parallel.ForEachAsync(
            lane,
            new ParallelOptions { MaxDegreeOfParallelism = AtOncePerChannel, CancellationToken = cancellation },
            async (item, stop) =>
            {
                var result = await Attempt(item, stop);
                lock (results)
                {
                    results.Add(result);
                }
            }));
        await Task.WhenAll(lanes);
        return EvidenceRound.Of(results);
    }

    // The edge at which faults stop: whatever one file does (a disk error, a key that is not ours), the others go on.
    private async Task<StepResult> Attempt(EvidenceItem item, CancellationToken cancellation)
    {
        try
        {
            return await Fetch(item, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            return await ledger.Postpone(item.Id, FaultPause, fault, cancellation);
        }
    }

    private async Task<StepResult> Fetch(EvidenceItem item, CancellationToken cancellation)
    {
        if (seal.Read(item.Id, EvidencePart.Original) is { } earlier)
        {
            return await ledger.Keep(item.Id, earlier, CustodySteps.Resumed, cancellation);
        }

        switch (await Ask(item, cancellation))
        {
            case FetchResult.Fetched { Bytes.Length: > 0 and <= (int)MaxBytes } got:
                seal.Write(item.Id, EvidencePart.Original, got.Bytes);
                return await ledger.Keep(item.Id, got.Bytes, CustodySteps.Fetched, cancellation);
            case FetchResult.Fetched { Bytes.Length: 0 }:
                return await ledger.Retry(item.Id, "empty", cancellation);
            case FetchResult.Failed { Retryable: true } failed:
                return await ledger.Retry(item.Id, failed.Reason, cancellation);
            case FetchResult.Failed failed:
                return await ledger.GiveUp(item.Id, MissingReasons.Gone, failed.Reason, cancellation);
            default:
                return await ledger.GiveUp(item.Id, MissingReasons.TooLarge, null, cancellation);
        }
    }

    private async Task<FetchResult> Ask(EvidenceItem item, CancellationToken cancellation)
    {
        if (!channels.TryGetValue(item.Channel, out var channel))
        {
            return new FetchResult.Failed("channel_off", Retryable: true);
        }

        var media = JsonSerializer.Deserialize(vault.OpenText(item.SealedReference!), EvidenceJson.Default.InboundMedia)!;
        using var limit = new CancellationTokenSource(FetchTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            // WaitAsync as well: a channel that does not listen to its token must not hold the lane for ever.
            return await channel.FetchAsync(media, MaxBytes, either.Token).WaitAsync(either.Token);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            return new FetchResult.Failed(limit.IsCancellationRequested ? "timeout" : $"channel_fault {fault.GetType().Name}", Retryable: true);
        }
    }
}
