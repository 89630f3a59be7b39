using System.Security.Cryptography;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Moving;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Sealing;

namespace Moomken.Bot.Host.Backup;

/// <summary>
/// <c>backup restore</c> into the database that the settings name. May be cut off and run again: until it is done no service starts on
/// that database.
/// </summary>
internal sealed class DatabaseRestore(string dataDirectory, StorageOptions storage, TextWriter output, TimeProvider time)
{
    private static readonly string[] Folders = ["evidence", "uploads"];

    private readonly string files = storage.FilesOr(dataDirectory);

    /// <summary>Throws <see cref="BackupBrokenException"/> or <see cref="Bot.Storage.StoreUnavailableException"/>.</summary>
    public async Task RunAsync(string archive, BackupKey key, CancellationToken cancellation)
    {
        // Beside the place where evidence and uploads go, so that they go there by their name only.
        var unpacked = Path.Combine(files, "restoring");
        DataFolder.Make(dataDirectory);
        DataFolder.Make(files);
        RefuseFiles();
        _ = DatabaseOpening.HasData(Database); // not after an hour of unpacking
        Remove(unpacked);
        try
        {
            await RunAsync(archive, key, unpacked, cancellation);
        }
        finally
        {
            // The keys are in it.
            Remove(unpacked);
        }
    }

    private PostgresOptions Database => new() { ConnectionString = storage.ConnectionString! };

    private async Task RunAsync(string archive, BackupKey key, string unpacked, CancellationToken cancellation)
    {
        var manifest = await BackupReader.UnpackAsync(archive, unpacked, cancellation);
        key.PutInto(unpacked);
        using var vault = KeyFile.Open(unpacked);
        var contents = new UnpackedArchive(unpacked, vault, output);
        await contents.OpenAllAsync(cancellation);
        TakeKeys(unpacked);
        var mark = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', manifest.Files))));
        await FillAsync(contents, unpacked, vault, mark, cancellation);
        await output.WriteLineAsync($"Restored into {Database.Place()} as of {Operations.OperatorWords.At(manifest.MadeAt)} (Libya). Give {string.Join(" and ", new[] { dataDirectory, files }.Distinct())} to the user of the service (chown -R), and start.");
        await output.WriteLineAsync(RestoredData.DeletedSince);
    }

    private async Task FillAsync(UnpackedArchive contents, string unpacked, Vault vault, string mark, CancellationToken cancellation)
    {
        await using (var made = Open(vault))
        {
            RestoreMark.Begin(made, mark);
            await ImportAsync(contents, unpacked, made, vault, cancellation);
        }

        // Opened anew: what is proved comes from the database and not from memory.
        await using var store = Open(vault);
        await contents.ProveAsync(store, cancellation);
        await output.WriteLineAsync(await contents.HoldBackAsync(store, time.GetUtcNow(), cancellation));
        MoveFiles(unpacked);
        SharedFiles.Check(store, files);
        RestoreMark.Finish(store, mark);
    }

    private static async Task ImportAsync(UnpackedArchive contents, string unpacked, PostgresStore store, Vault vault, CancellationToken cancellation)
    {
        if (contents.HasRows)
        {
            await contents.ImportAsync(store, cancellation);
            return;
        }

        await using var from = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = unpacked }, vault, TimeProvider.System);
        using var sent = SentLogFile.Open(unpacked);
        await new StoreMove(from, store, sent).RunAsync();
    }

    private PostgresStore Open(Vault vault) => PostgresStore.Open(Database, vault, time);

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void RefuseFiles()
    {
        foreach (var folder in Folders.Select(name => Path.Combine(files, name)).Where(folder => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any()))
        {
            throw new BackupBrokenException($"{folder} is not empty and is not touched. Move it away (do not delete it), or set Storage__FilesDirectory to another folder.");
        }
    }

    private void TakeKeys(string unpacked)
    {
        var (from, to) = (Path.Combine(unpacked, KeyFile.FileName), Path.Combine(dataDirectory, KeyFile.FileName));
        if (!File.Exists(to))
        {
            File.Copy(from, to);
        }
        else if (!File.ReadAllBytes(from).AsSpan().SequenceEqual(File.ReadAllBytes(to)))
        {
            throw new BackupBrokenException($"{to} is not the key file of this archive and is not touched. Move it away (do not delete it), and restore again.");
        }
    }

    // A folder without a file in it may be there since an earlier start.
    private void MoveFiles(string unpacked)
    {
        foreach (var name in Folders.Where(name => Directory.Exists(Path.Combine(unpacked, name))))
        {
            var target = Path.Combine(files, name);
            if (Directory.Exists(target))
            {
                Directory.Delete(target, recursive: true);
            }

            Directory.Move(Path.Combine(unpacked, name), target);
        }

        DirectoryFlush.Flush(files);
    }
}
