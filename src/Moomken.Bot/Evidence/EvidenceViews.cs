using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Evidence;

/// <summary>Makes a copy of an image that is safe to show: decoded and encoded anew, no metadata. Null when it cannot be.</summary>
public delegate byte[]? MakeView(byte[] original);

/// <summary>
/// Makes the views of kept images, one at a time, after the original is safe: decoding foreign bytes is the one step here
/// that can exhaust memory or bring the process down. Each try is written before it begins, so such a file is opened at
/// most <see cref="MaxAttempts"/> times and then stays without a view.
/// </summary>
public sealed class EvidenceViews
{
    public const int MaxAttempts = 2;

    private readonly IStore store;
    private readonly EvidenceSeal seal;
    private readonly MakeView makeView;
    private readonly TimeProvider time;

    public EvidenceViews(IStore store, IEvidenceFiles files, Vault vault, MakeView makeView, TimeProvider time)
    {
        this.store = store;
        this.makeView = makeView;
        this.time = time;
        seal = new EvidenceSeal(vault, files);
    }

    public async Task<EvidenceRound> RunOnce(CancellationToken cancellation)
    {
        var results = new List<StepResult>();
        foreach (var item in await EvidenceQueue.Due(store, "view_waiting", time.GetUtcNow(), cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            results.Add(await Attempt(item, cancellation));
        }

        return EvidenceRound.Of(results);
    }

    // The edge at which a fault stops: the image stays without a view and the next one has its turn.
    private async Task<StepResult> Attempt(EvidenceItem item, CancellationToken cancellation)
    {
        try
        {
            return await Make(item, cancellation);
        }
        catch (IOException fault)
        {
            // A full disk says nothing about the image: this try does not count.
            await Change(item.Id, (found, now) => found with { ViewAttempts = item.ViewAttempts, NotBefore = now + EvidenceFetcher.FaultPause }, cancellation);
            return new StepResult.Faulted(new EvidenceFault(item.Id, fault));
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            return new StepResult.Faulted(new EvidenceFault(item.Id, fault));
        }
    }

    private async Task<StepResult> Make(EvidenceItem item, CancellationToken cancellation)
    {
        if (item.ViewAttempts >= MaxAttempts)
        {
            return await Finish(item.Id, hasView: false, "failed_before", cancellation);
        }

        await Change(item.Id, (found, _) => found with { ViewAttempts = found.ViewAttempts + 1 }, cancellation);
        if (seal.Read(item.Id, EvidencePart.Original) is not { } original)
        {
            return await Finish(item.Id, hasView: false, "original_unreadable", cancellation);
        }

        if (makeView(original) is not { } view)
        {
            return await Finish(item.Id, hasView: false, "not_decodable", cancellation);
        }

        seal.Write(item.Id, EvidencePart.View, view);
        return await Finish(item.Id, hasView: true, null, cancellation);
    }

    private async Task<StepResult> Finish(string id, bool hasView, string? reason, CancellationToken cancellation)
    {
        var step = hasView ? CustodySteps.ViewMade : CustodySteps.NoView;
        await Change(id, (item, now) => (item with { HasView = hasView, ViewWaiting = false }).Noting(now, CustodyLine.Service, step, reason), cancellation);
        return new StepResult.Done();
    }

    private Task<bool> Change(string id, Func<EvidenceItem, DateTimeOffset, EvidenceItem> change, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return store.WriteAsync(tx =>
        {
            if (tx.Get(EvidenceItem.Documents, id) is not { ViewWaiting: true } item)
            {
                return false;
            }

            tx.Put(EvidenceItem.Documents, change(item, now));
            return true;
        }, cancellation);
    }
}
