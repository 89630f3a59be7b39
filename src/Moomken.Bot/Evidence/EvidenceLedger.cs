using System.Security.Cryptography;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Evidence;

/// <summary>
/// Writes what became of a download. Each step reads the item again in its own transaction and does nothing once the item
/// is no longer waiting, so a step that is run twice is written once.
/// </summary>
internal sealed class EvidenceLedger(IStore store, TimeProvider time)
{
    /// <param name="id">Of the item.</param>
    /// <param name="original">What lies sealed already.</param>
    /// <param name="how"><see cref="CustodySteps.Fetched"/> or <see cref="CustodySteps.Resumed"/>.</param>
    /// <param name="cancellation">Of the round.</param>
    public async Task<StepResult> Keep(string id, byte[] original, string how, CancellationToken cancellation)
    {
        var (type, hash) = (EvidenceTypes.Of(original), Convert.ToHexStringLower(SHA256.HashData(original)));
        await Change(id, (item, now) => (item with
        {
            State = EvidenceState.Kept,
            SealedReference = null,
            Reason = null,
            ContentType = type,
            Bytes = original.Length,
            Sha256 = hash,
            ViewWaiting = EvidenceTypes.IsImage(type),
        })
            .Noting(now, CustodyLine.Service, how)
            .Noting(now, CustodyLine.Service, CustodySteps.Sealed, $"sha256 {hash}"), cancellation);
        return new StepResult.Done();
    }

    public async Task<StepResult> GiveUp(string id, string reason, string? detail, CancellationToken cancellation)
    {
        await Change(id, (item, now) => Lost(item, now, reason, detail), cancellation);
        return new StepResult.Missing();
    }

    /// <summary>Counts a failed attempt and sets the next one, or gives up when the schedule is used up.</summary>
    public async Task<StepResult> Retry(string id, string reason, CancellationToken cancellation)
    {
        var after = await Change(id, (item, now) =>
        {
            var tried = item with { Attempts = item.Attempts + 1, Reason = reason };
            tried = tried.Noting(now, CustodyLine.Service, CustodySteps.FetchFailed, reason);
            return tried.Attempts > EvidenceFetcher.RetryPauses.Length
                ? Lost(tried, now, MissingReasons.Unreachable, reason)
                : tried with { NotBefore = now + EvidenceFetcher.RetryPauses[tried.Attempts - 1] };
        }, cancellation);
        return after?.State == EvidenceState.Missing ? new StepResult.Missing() : new StepResult.Retrying();
    }

    /// <summary>Waits after a fault of ours. When even that cannot be written, the next round simply tries again.</summary>
    public async Task<StepResult> Postpone(string id, TimeSpan pause, Exception fault, CancellationToken cancellation)
    {
        try
        {
            await Change(id, (item, now) => item with { NotBefore = now + pause }, cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // The first fault is the one to report: the store's own is reported by its health.
        }

        return new StepResult.Faulted(new EvidenceFault(id, fault));
    }

    private static EvidenceItem Lost(EvidenceItem item, DateTimeOffset now, string reason, string? detail) =>
        (item with { State = EvidenceState.Missing, SealedReference = null, Reason = reason })
            .Noting(now, CustodyLine.Service, CustodySteps.Missing, detail is null ? reason : $"{reason}: {detail}");

    private Task<EvidenceItem?> Change(string id, Func<EvidenceItem, DateTimeOffset, EvidenceItem> change, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return store.WriteAsync(tx =>
        {
            if (tx.Get(EvidenceItem.Documents, id) is not { State: EvidenceState.Waiting } item)
            {
                return null;
            }

            var changed = change(item, now);
            tx.Put(EvidenceItem.Documents, changed);
            return changed;
        }, cancellation);
    }
}
