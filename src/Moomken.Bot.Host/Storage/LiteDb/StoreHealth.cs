namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>How the store is, for the health page.</summary>
/// <param name="Mode">Plain file means: correct but slow, because this LiteDB did not pass the check at start.</param>
/// <param name="Problem">What is wrong and how to mend it; null when all is well.</param>
/// <param name="LastFsync">How long the last flush to disk took; above 20 ms the disk is the bottleneck.</param>
/// <param name="LogPages">Pages of 8 KiB in the log, waiting for the next checkpoint.</param>
/// <param name="Waiting">Works waiting.</param>
public sealed record StoreHealth(StoreMode Mode, string? Problem, TimeSpan LastFsync, long LogPages, int Waiting);

public enum StoreMode
{
    /// <summary>Our own log: one flush a commit, checksummed.</summary>
    CheckedLog,

    /// <summary>LiteDB's own files, with a checkpoint after every commit.</summary>
    PlainFile,
}
