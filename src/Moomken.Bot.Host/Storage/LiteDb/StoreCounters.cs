namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>What the store has done since it was opened, for metrics and tests. Readable from any thread.</summary>
public sealed class StoreCounters
{
    private long fsyncs;
    private long commits;
    private long logPages;
    private long rows;
    private long checkpoints;
    private long works;
    private long lastFsyncTicks;

    /// <summary>Flushes of the log and of the data file, those of checkpoints included.</summary>
    public long Fsyncs => Volatile.Read(ref fsyncs);

    /// <summary>Batches made durable; each carries all the works that were waiting.</summary>
    public long Commits => Volatile.Read(ref commits);

    /// <summary>Documents written to the journal; one that changed several times in a batch counts once.</summary>
    public long Rows => Volatile.Read(ref rows);

    /// <summary>Pages of 8 KiB appended to LiteDB's log.</summary>
    public long LogPages => Volatile.Read(ref logPages);

    public long Checkpoints => Volatile.Read(ref checkpoints);

    /// <summary>Works run, reads included.</summary>
    public long Works => Volatile.Read(ref works);

    public TimeSpan LastFsync => new(Volatile.Read(ref lastFsyncTicks));

    internal void AddFsync(TimeSpan took)
    {
        Interlocked.Increment(ref fsyncs);
        Volatile.Write(ref lastFsyncTicks, took.Ticks);
    }

    internal void AddCommit(int written)
    {
        Interlocked.Increment(ref commits);
        Interlocked.Add(ref rows, written);
    }

    internal void AddLogPages(int count) => Interlocked.Add(ref logPages, count);

    internal void AddCheckpoint() => Interlocked.Increment(ref checkpoints);

    internal void AddWorks(int count) => Interlocked.Add(ref works, count);
}
