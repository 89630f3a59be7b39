using System.Security.Cryptography;
using System.Text;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Moving;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Sealing;

namespace Moomken.Bot.Host.Backup;

/// <summary>
/// <c>backup restore</c> into the database that the settings name. May be cut off at any moment and run again: until it is done no
/// service starts on that database.
/// </summary>
internal sealed class DatabaseRestore(string dataDirectory, StorageOptions storage, TextWriter output, TimeProvider time, FaultPoint? reached = null)
{
    private readonly string files = storage.FilesOr(dataDirectory);

    private PostgresOptions Database => new() { ConnectionString = storage.ConnectionString! };

    private RestoredFiles Places => new(files);

    /// <summary>Throws <see cref="BackupBrokenException"/> or <see cref="Bot.Storage.StoreUnavailableException"/>.</summary>
    public async Task RunAsync(string archive, BackupKey key, CancellationToken cancellation)
    {
        key.Check();
        await using var alone = await OneRestore.TakeAsync(Database, cancellation);
        await RefuseEarlyAsync(archive, cancellation);

        // Beside the place where evidence and uploads go, so that they go there by their name only.
        var unpacked = Path.Combine(files, "restoring");
        DataFolder.Make(dataDirectory);
        DataFolder.Make(files);
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

    /// <summary>Whatever can be known to be wrong is said before the hour of unpacking, not after it.</summary>
    private async Task RefuseEarlyAsync(string archive, CancellationToken cancellation)
    {
        var manifest = await BackupReader.ManifestAsync(archive, cancellation);
        if (RestoreMark.Look(Database, NameOf(manifest)) == RestoreStage.NotBegun)
        {
            Places.RefuseAny();
        }
        else
        {
            Places.RefuseOthers(manifest);
        }
    }

    private async Task RunAsync(string archive, BackupKey key, string unpacked, CancellationToken cancellation)
    {
        var manifest = await BackupReader.UnpackAsync(archive, unpacked, cancellation);
        key.PutInto(unpacked);
        using var vault = KeyFile.Open(unpacked);
        var contents = new UnpackedArchive(unpacked, vault, output);
        await contents.OpenAllAsync(cancellation);
        TakeKeys(unpacked);
        await FillAsync(contents, unpacked, vault, NameOf(manifest), cancellation);
        await output.WriteLineAsync($"Restored into {Database.Place()} as of {Operations.OperatorWords.At(manifest.MadeAt)} (Libya). Give {string.Join(" and ", new[] { dataDirectory, files }.Distinct())} to the user of the service (chown -R), and start.");
        await output.WriteLineAsync(RestoredData.DeletedSince);
    }

    private async Task FillAsync(UnpackedArchive contents, string unpacked, Vault vault, string archive, CancellationToken cancellation)
    {
        var stage = await ImportAsync(contents, unpacked, vault, archive, cancellation);

        // Opened anew: what is proved comes from the database and not from memory.
        await using var store = Open(vault);
        if (stage != RestoreStage.Proved)
        {
            await contents.ProveAsync(store, cancellation);
            RestoreMark.SetProved(store, archive);
        }

        reached?.Invoke(RestorePoints.Proved);
        await output.WriteLineAsync(await contents.HoldBackAsync(store, time.GetUtcNow(), cancellation));
        reached?.Invoke(RestorePoints.HeldBack);
        Places.Take(unpacked, reached);
        SharedFiles.Check(store, files);
        reached?.Invoke(RestorePoints.Placed);
        RestoreMark.Finish(store, archive);
    }

    /// <summary>Gives how far an earlier run had come: what it had proved is not written again, for it may be held back already.</summary>
    private async Task<RestoreStage> ImportAsync(UnpackedArchive contents, string unpacked, Vault vault, string archive, CancellationToken cancellation)
    {
        await using var store = Open(vault);
        var stage = RestoreMark.Begin(store, archive);
        reached?.Invoke(RestorePoints.Begun);
        if (stage == RestoreStage.Proved)
        {
            await output.WriteLineAsync($"An earlier run had written all documents into {Database.Place()} and found them to be the same. Going on from there.");
        }
        else if (contents.HasRows)
        {
            await contents.ImportAsync(store, cancellation);
        }
        else
        {
            await using var from = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = unpacked }, vault, TimeProvider.System);
            using var sent = SentLogFile.Open(unpacked);
            await new StoreMove(from, store, sent).RunAsync();
        }

        return stage;
    }

    private PostgresStore Open(Vault vault) => PostgresStore.Open(Database, vault, time);

    /// <summary>What tells one archive from another: every byte in it has a part in this.</summary>
    private static string NameOf(BackupManifest manifest) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', manifest.Files))));

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Under another name first: a run that was cut off leaves no half of a key file, which the next would take for a stranger's.
    private void TakeKeys(string unpacked)
    {
        var (from, to) = (Path.Combine(unpacked, KeyFile.FileName), Path.Combine(dataDirectory, KeyFile.FileName));
        if (!File.Exists(to))
        {
            File.Copy(from, to + ".new", overwrite: true);
            using (var copy = File.OpenHandle(to + ".new", access: FileAccess.ReadWrite))
            {
                RandomAccess.FlushToDisk(copy);
            }

            File.Move(to + ".new", to);
            DirectoryFlush.Flush(dataDirectory);
        }
        else if (!File.ReadAllBytes(from).AsSpan().SequenceEqual(File.ReadAllBytes(to)))
        {
            throw new BackupBrokenException($"{to} is not the key file of this archive and is not touched. Move it away (do not delete it), and restore again.");
        }
    }
}
