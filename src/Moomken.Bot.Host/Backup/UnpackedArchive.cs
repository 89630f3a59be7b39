using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Evidence;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Outbox;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Backup;

/// <summary>An archive in a folder, every byte of it checked, with its keys: of a data folder (a data file) or of a database (documents).</summary>
internal sealed class UnpackedArchive(string folder, Vault vault, TextWriter output)
{
    public bool HasRows => RowEntries.AreIn(folder);

    /// <summary>Opens every document and every file of evidence, and says how many. Throws <see cref="BackupBrokenException"/> or <see cref="StoreUnavailableException"/>.</summary>
    public async Task OpenAllAsync(CancellationToken cancellation)
    {
        var seal = new EvidenceSeal(vault, new DiskEvidenceFiles(folder));
        var damaged = new List<string>();
        var counts = HasRows ? await OpenRowsAsync(seal, damaged) : await OpenFileAsync(seal, damaged, cancellation);
        await output.WriteLineAsync($"{counts.Values.Sum()} documents, every one opened: {string.Join(", ", counts.Select(kind => $"{kind.Value} {kind.Key}"))}.");
        await output.WriteLineAsync(damaged.Count == 0
            ? "Every file of evidence is what was received."
            : $"{damaged.Count} files of evidence are missing or damaged, as they were in the service when the backup was made: {string.Join(' ', damaged)}");
    }

    /// <summary>Writes the documents of a database into a store that is empty, or holds a part of them.</summary>
    public async Task ImportAsync(IStore store, CancellationToken cancellation) => await (await ArchivedDocuments.OfAsync(folder, vault)).ImportAsync(store, cancellation);

    /// <summary>Every document of a database is in the store as it is here.</summary>
    public async Task ProveAsync(IStore store, CancellationToken cancellation)
    {
        if (HasRows)
        {
            await (await ArchivedDocuments.OfAsync(folder, vault)).ProveAsync(store, cancellation);
        }
    }

    /// <summary>Nothing of it is sent twice. May be done again. Gives the line for the operator, which counts also what an earlier run, or an earlier restore, kept back.</summary>
    public async Task<string> HoldBackAsync(IStore store, DateTimeOffset now, CancellationToken cancellation)
    {
        await RestoredData.HoldBackAsync(store, ArchivedDocuments.SentIn(folder), now, cancellation);
        var held = 0;
        await foreach (var failed in Pages.All(store, FailedMessage.Documents, cancellation))
        {
            held += failed.Reason == RestoredData.Reason ? 1 : 0;
        }

        return $"{held} messages are kept back: they were still to be sent then, and nobody knows whether they have been sent since. See outbox list --reason {RestoredData.Reason}";
    }

    /// <summary>Leaves what a data folder holds.</summary>
    public static void Clear(string folder)
    {
        File.Delete(Path.Combine(folder, BackupManifest.SealedKeys));
        File.Delete(Path.Combine(folder, ArchivedDocuments.SentFile));
        if (RowEntries.AreIn(folder))
        {
            Directory.Delete(Path.Combine(folder, RowEntries.Folder), recursive: true);
        }
    }

    private async Task<SortedDictionary<string, int>> OpenRowsAsync(EvidenceSeal seal, List<string> damaged)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (kind, document) in (await ArchivedDocuments.OfAsync(folder, vault)).OpenAll())
        {
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
            if (document is EvidenceItem item && RestoredData.IsDamaged(item, seal))
            {
                damaged.Add(item.Id);
            }
        }

        return counts;
    }

    private async Task<SortedDictionary<string, int>> OpenFileAsync(EvidenceSeal seal, List<string> damaged, CancellationToken cancellation)
    {
        var counts = DocumentCount.Of(folder, vault);
        await using var store = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder }, vault, TimeProvider.System);
        await foreach (var item in Pages.All(store, EvidenceItem.Documents, cancellation))
        {
            if (RestoredData.IsDamaged(item, seal))
            {
                damaged.Add(item.Id);
            }
        }

        return counts;
    }
}
