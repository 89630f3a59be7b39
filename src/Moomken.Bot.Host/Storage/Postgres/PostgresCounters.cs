namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>What the store has done since it was opened, for metrics and tests. Readable from any thread.</summary>
public sealed class PostgresCounters
{
    private long commits;
    private long works;
    private long conflicts;
    private long questions;
    private long lost;

    /// <summary>Transactions made durable; each carries all the works that were waiting.</summary>
    public long Commits => Volatile.Read(ref commits);

    /// <summary>Works that asked to write, each counted once.</summary>
    public long Works => Volatile.Read(ref works);

    /// <summary>Transactions that met another's commit and were run again.</summary>
    public long Conflicts => Volatile.Read(ref conflicts);

    /// <summary>Round trips.</summary>
    public long Questions => Volatile.Read(ref questions);

    /// <summary>Commits whose answer was lost with the connection and had to be looked up.</summary>
    public long Lost => Volatile.Read(ref lost);

    internal void AddCommit() => Interlocked.Increment(ref commits);

    internal void AddWorks(int count) => Interlocked.Add(ref works, count);

    internal void AddConflict() => Interlocked.Increment(ref conflicts);

    internal void AddQuestion() => Interlocked.Increment(ref questions);

    internal void AddLost() => Interlocked.Increment(ref lost);
}
