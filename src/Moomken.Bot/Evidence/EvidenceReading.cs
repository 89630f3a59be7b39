using System.Security.Cryptography;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Evidence;

/// <summary>Who asks for evidence: a pseudonym, the role under which they may, and why, in their own words.</summary>
public sealed record EvidenceReader(string Who, string Role, string Reason)
{
    /// <summary>Longest reason that is kept, in UTF-16 units.</summary>
    public const int MaxReason = 300;
}

/// <summary>
/// The only door to the bytes. The line of custody is durable before a byte is given out: an access that could not be
/// written down does not happen. Whether the role may do so is decided by who calls; here it is recorded.
/// </summary>
public sealed class EvidenceReading
{
    private readonly IStore store;
    private readonly EvidenceSeal seal;
    private readonly TimeProvider time;

    public EvidenceReading(IStore store, IEvidenceFiles files, Vault vault, TimeProvider time)
    {
        this.store = store;
        this.time = time;
        seal = new EvidenceSeal(vault, files);
    }

    public async Task<EvidenceOpening> Open(string id, EvidencePart part, EvidenceReader reader, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(reader.Who) || string.IsNullOrWhiteSpace(reader.Role) || string.IsNullOrWhiteSpace(reader.Reason))
        {
            return new EvidenceOpening.ReaderUnnamed();
        }

        var step = part == EvidencePart.Original ? CustodySteps.OriginalOpened : CustodySteps.ViewOpened;
        var item = await Note(id, step, reader, found => Has(found, part), cancellation);
        if (item is null)
        {
            return new EvidenceOpening.NotFound();
        }

        if (!Has(item, part))
        {
            return new EvidenceOpening.NotHere(item.State, item.Reason);
        }

        if (seal.Read(id, part) is { } bytes && (part == EvidencePart.View || Matches(bytes, item.Sha256)))
        {
            return new EvidenceOpening.Opened(bytes, EvidenceTypes.Of(bytes));
        }

        await Note(id, CustodySteps.CheckFailed, reader, _ => true, cancellation);
        return new EvidenceOpening.Damaged();
    }

    private static bool Has(EvidenceItem item, EvidencePart part) =>
        item.State == EvidenceState.Kept && (part == EvidencePart.Original || item.HasView);

    private static bool Matches(byte[] bytes, string? sha256) => Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256;

    private Task<EvidenceItem?> Note(string id, string step, EvidenceReader reader, Predicate<EvidenceItem> when, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var reason = reader.Reason.Length > EvidenceReader.MaxReason ? reader.Reason[..EvidenceReader.MaxReason] : reader.Reason;
        return store.WriteAsync(tx =>
        {
            if (tx.Get(EvidenceItem.Documents, id) is not { } item)
            {
                return null;
            }

            if (when(item))
            {
                tx.Put(EvidenceItem.Documents, item.Noting(now, reader.Who, step, $"{reader.Role}: {reason}"));
            }

            return item;
        }, cancellation);
    }
}

/// <summary>What became of asking for evidence.</summary>
public abstract record EvidenceOpening
{
    private EvidenceOpening()
    {
    }

    /// <param name="Bytes">Verified: the original against its SHA-256, the view against its seal.</param>
    /// <param name="ContentType">By content. Hand anything but an image, audio or video out as a download only.</param>
    public sealed record Opened(byte[] Bytes, string ContentType) : EvidenceOpening;

    public sealed record NotFound : EvidenceOpening;

    /// <summary>Not downloaded yet, missing for <paramref name="Reason"/>, or there is no view of it.</summary>
    public sealed record NotHere(EvidenceState State, string? Reason) : EvidenceOpening;

    /// <summary>What lies there is not what was received. Restore the evidence folder from a backup.</summary>
    public sealed record Damaged : EvidenceOpening;

    /// <summary>Who, role and reason must all be given.</summary>
    public sealed record ReaderUnnamed : EvidenceOpening;
}
