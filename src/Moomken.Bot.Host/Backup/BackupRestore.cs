using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Sealing;

namespace Moomken.Bot.Host.Backup;

/// <summary><c>backup verify</c>, and <c>backup restore</c> into a folder: both unpack, check every byte and open every document; one keeps the folder.</summary>
internal sealed class BackupRestore(TextWriter output, TimeProvider time)
{
    /// <summary>Leaves nothing behind.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="key">The key file or its passphrase; null checks the bytes only.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task VerifyAsync(string archive, BackupKey? key, CancellationToken cancellation)
    {
        key?.Check();
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

            key.PutInto(folder);
            using var vault = KeyFile.Open(folder);
            await new UnpackedArchive(folder, vault, output).OpenAllAsync(cancellation);
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

        key.Check();
        var unfinished = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(target))}.restoring";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        var manifest = await BackupReader.UnpackAsync(archive, unfinished, cancellation);
        key.PutInto(unfinished);
        using (var vault = KeyFile.Open(unfinished))
        {
            var unpacked = new UnpackedArchive(unfinished, vault, output);
            await unpacked.OpenAllAsync(cancellation);
            await FillAsync(unpacked, unfinished, vault, cancellation);
        }

        UnpackedArchive.Clear(unfinished);
        if (Directory.Exists(target))
        {
            Directory.Delete(target);
        }

        Directory.Move(unfinished, target);
        DirectoryFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(target))!);
        await output.WriteLineAsync($"Restored to {target} as of {Operations.OperatorWords.At(manifest.MadeAt)} (Libya). Give it to the user of the service (chown -R), and start.");
        await output.WriteLineAsync(RestoredData.DeletedSince);
    }

    private async Task FillAsync(UnpackedArchive unpacked, string folder, Vault vault, CancellationToken cancellation)
    {
        if (unpacked.HasRows)
        {
            await using var made = Open(folder, vault);
            await unpacked.ImportAsync(made, cancellation);
        }

        await using var store = Open(folder, vault);
        await unpacked.ProveAsync(store, cancellation);
        await output.WriteLineAsync(await unpacked.HoldBackAsync(store, time.GetUtcNow(), cancellation));
    }

    private static LiteDbStore Open(string folder, Vault vault) => LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder }, vault, TimeProvider.System);
}
