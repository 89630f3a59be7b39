using LiteDB;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>Opens the data file, makes it when it is new, and refuses what this version must not touch.</summary>
internal sealed class EngineOpening(IDisk disk, LiteDbStoreOptions options, Vault vault, TimeProvider time, StoreCounters counters)
{
    /// <summary>Our own collection: the key check, and what is known of each kind.</summary>
    public const string Notes = "moomken_store";

    /// <summary>The format of the file, in LiteDB's user version. A newer one is refused.</summary>
    public const int Format = 2;

    private readonly OpeningChecks checks = new(disk.Place, options.FileName, vault);

    public IEngineFile Open()
    {
        try
        {
            return Plain() is { } plain ? Prepare(plain) : OpenChecked();
        }
        catch (LiteException error)
        {
            throw new StoreUnavailableException(
                $"The data file {options.FileName} in {disk.Place} cannot be read as one of ours ({error.Message}). It is damaged or belongs to another program: restore the folder from a backup, or set Moomken__DataDirectory to another place.",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreFault.Describe(error, disk.Place);
        }
    }

    /// <summary>Opens again after a fault; the checks were passed at the first opening.</summary>
    public IEngineFile Reopen(StoreMode mode) => mode == StoreMode.PlainFile
        ? new PlainFile(DataPath(), counters)
        : new CheckedLogFile(disk, options, time, counters);

    private CheckedLogFile OpenFile() => new(disk, options, time, counters);

    private IEngineFile OpenChecked()
    {
        var file = OpenFile();
        try
        {
            checks.Pass(file.Engine);
            if (file.Probe(checks.Write))
            {
                SetPragmas(file);
                return file;
            }

            // What the log holds goes into the data file by LiteDB's own checkpoint, which knows no marks of ours.
            file.Checkpoint();
            file.Dispose();
        }
        catch
        {
            file.Abandon();
            throw;
        }

        return Prepare(new PlainFile(DataPath(), counters));
    }

    private PlainFile? Plain()
    {
        if (disk is not FolderDisk)
        {
            return null;
        }

        if (options.PlainFile)
        {
            using (var file = OpenFile())
            {
                checks.Format(file.Engine);
                file.Checkpoint();
            }

            return new PlainFile(DataPath(), counters);
        }

        // Left by a crash in plain mode: only LiteDB can read it, so LiteDB puts it into the data file first.
        if (File.Exists(PlainFile.LogPath(DataPath())))
        {
            using var leftover = new PlainFile(DataPath(), counters);
            leftover.Checkpoint();
        }

        return null;
    }

    private PlainFile Prepare(PlainFile file)
    {
        try
        {
            checks.Pass(file.Engine);
            file.Commit(checks.Write);
            SetPragmas(file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // CHECKPOINT 0: LiteDB never checkpoints by itself, the owner does. The format last: it says that all is set.
    private static void SetPragmas(IEngineFile file)
    {
        file.Run(engine => engine.Pragma("CHECKPOINT", 0));
        file.Run(engine => engine.Pragma("UTC_DATE", true));
        file.Run(engine => engine.Pragma("USER_VERSION", Format));
    }

    private string DataPath() => disk is FolderDisk
        ? Path.Combine(disk.Place, options.FileName)
        : throw new StoreUnavailableException("This LiteDB is not the one that our log was made for, and this disk has no plain files.");
}
