using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Host.Storage.LiteDb;

namespace Moomken.Bot.Host.Backup;

/// <summary><c>backup verify</c> and <c>backup restore</c>: both unpack, check every byte and open every document; one keeps the folder.</summary>
internal sealed class BackupRestore(TextWriter output, TimeProvider time)
{
    /// <summary>Leaves nothing behind.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="key">The key file or its passphrase; null checks the bytes only.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task VerifyAsync(string archive, BackupKey? key, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("moomken-verify-").FullName;
        try
        {
            var manifest = await BackupReader.UnpackAsync(archive, folder, cancellation);
            await output.WriteLineAsync($"Made {Operations.OperatorWords.At(manifest.MadeAt)} (Libya). {manifest.Files.Length} files, {manifest.Files.Sum(file => file.Bytes)} bytes, every one as it was written.");
            if (key is null)
            {
                await output.WriteLineAsync("The documents were not opened: that needs --key or --passphrase-file.");
                return;
            }

            await OpenAllAsync(folder, key, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>All or nothing: the folder appears under its name when everything in it was checked.</summary>
    public async Task RestoreAsync(string archive, string target, BackupKey key, CancellationToken cancellation)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new BackupBrokenException($"{target} is not empty and is not touched. Move it away (do not delete it), or give another folder.");
        }

        var unfinished = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(target))}.restoring";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        var manifest = await BackupReader.UnpackAsync(archive, unfinished, cancellation);
        await OpenAllAsync(unfinished, key, cancellation);
        await HoldBackAsync(unfinished, cancellation);
        File.Delete(Path.Combine(unfinished, BackupManifest.SealedKeys));
        if (Directory.Exists(target))
        {
            Directory.Delete(target);
        }

        Directory.Move(unfinished, target);
        DirectoryFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(target))!);
        await output.WriteLineAsync($"Restored to {target} as of {Operations.OperatorWords.At(manifest.MadeAt)} (Libya). Give it to the user of the service (chown -R), and start.");
        await output.WriteLineAsync("Who deleted their data after that moment is there again, and must be deleted again.");
    }

    private async Task OpenAllAsync(string folder, BackupKey key, CancellationToken cancellation)
    {
        key.PutInto(folder);
        using var vault = KeyFile.Open(folder);
        var counts = DocumentCount.Of(folder, vault);
        await output.WriteLineAsync($"{counts.Values.Sum()} documents, every one opened: {string.Join(", ", counts.Select(kind => $"{kind.Value} {kind.Key}"))}.");
        await using var store = Open(folder, vault);
        var damaged = await RestoredFolder.DamagedFilesAsync(store, folder, vault, cancellation);
        await output.WriteLineAsync(damaged.Count == 0
            ? "Every file of evidence is what was received."
            : $"{damaged.Count} files of evidence are missing or damaged, as they were in the service when the backup was made: {string.Join(' ', damaged)}");
    }

    private async Task HoldBackAsync(string folder, CancellationToken cancellation)
    {
        using var vault = KeyFile.Open(folder);
        await using var store = Open(folder, vault);
        var held = await RestoredFolder.HoldBackAsync(store, time.GetUtcNow(), cancellation);
        await output.WriteLineAsync(
            $"{held} messages were still to be sent then. Nobody knows whether they have been sent since, so they are kept back: outbox list --reason {RestoredFolder.Reason}");
    }

    private static LiteDbStore Open(string folder, Sealing.Vault vault) => LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder }, vault, TimeProvider.System);
}
