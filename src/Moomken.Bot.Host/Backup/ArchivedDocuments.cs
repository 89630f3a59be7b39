using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Backup;

/// <summary>The documents of an unpacked archive that was made of a database: opened one by one, or written into a store.</summary>
internal sealed class ArchivedDocuments(string unpacked, IReadOnlyDictionary<string, ArchivedKind> kinds)
{
    private const int Together = 200;

    /// <summary>Lines, each the key (id, or id/returns for one that came back) of a message that had been sent and was still in its conversation.</summary>
    public const string SentFile = "sent.ids";

    public static async Task<ArchivedDocuments> OfAsync(string unpacked, Vault vault) => new(unpacked, await ArchivedKind.AllAsync(vault));

    /// <summary>What must not be sent again, nor be asked about; empty for an archive of a data file.</summary>
    public static IReadOnlySet<string> SentIn(string unpacked) =>
        Path.Combine(unpacked, SentFile) is var path && File.Exists(path) ? File.ReadLines(path).ToHashSet(StringComparer.Ordinal) : [];

    /// <summary>Throws <see cref="StoreUnavailableException"/> or <see cref="BackupBrokenException"/> for the first that cannot be opened.</summary>
    public IEnumerable<(string Kind, object Document)> OpenAll() => RowEntries.In(unpacked).Select((row, number) => (row.Kind, number == 0 ? OpenFirst(row) : KindOf(row).Open(row)));

    /// <summary>Writes all into a store. Gives how many.</summary>
    public Task<int> ImportAsync(IStore store, CancellationToken cancellation) => EachAsync((kind, rows) => kind.ImportAsync(store, rows), cancellation);

    /// <summary>Reads all of them from a store that was opened after they were written. Throws <see cref="BackupBrokenException"/> when one is not there as it is here.</summary>
    public Task<int> ProveAsync(IStore store, CancellationToken cancellation) => EachAsync(
        async (kind, rows) =>
        {
            if (await kind.MissingAsync(store, rows) is [var first, ..])
            {
                throw new BackupBrokenException($"The document {rows[0].Kind}/{first} did not arrive as it is in the archive. Empty the target and restore again.");
            }
        },
        cancellation);

    private async Task<int> EachAsync(Func<ArchivedKind, IReadOnlyList<ArchivedRow>, Task> deal, CancellationToken cancellation)
    {
        var count = 0;
        foreach (var page in RowEntries.In(unpacked).Chunk(Together))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var kind in page.GroupBy(row => row.Kind, StringComparer.Ordinal))
            {
                await deal(KindOf(kind.First()), [.. kind]);
            }

            count += page.Length;
        }

        return count;
    }

    // Its bytes were checked already, so what the first one says is about the keys.
    private object OpenFirst(ArchivedRow row)
    {
        try
        {
            return KindOf(row).Open(row);
        }
        catch (StoreUnavailableException closed)
        {
            throw new StoreUnavailableException(
                "The keys that were given do not open this archive: it is whole, and not even its first document opens. Give the moomken.keys of the service that made it, or its passphrase. If they are the right ones, a newer version made the archive: use that one.", closed);
        }
    }

    private ArchivedKind KindOf(ArchivedRow row) => kinds.TryGetValue(row.Kind, out var kind)
        ? kind
        : throw new BackupBrokenException($"The archive holds documents of the kind {row.Kind}, which this version does not know. Use the version that made it, or a newer one.");
}
