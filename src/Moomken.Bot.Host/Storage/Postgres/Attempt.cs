namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>One try to run works and commit them together.</summary>
internal sealed class Attempt(PostgresParts parts, LaneConnection connection, IReadOnlyCollection<DocumentKey> plan)
{
    private readonly WorkTransaction transaction = new(parts.Documents(connection), parts.Format);
    private readonly Dictionary<string, HashSet<DocumentKey>> reads = new(StringComparer.Ordinal);

    /// <summary>Set when the commit is sent: from then on a lost connection leaves its outcome open.</summary>
    public long? Stamp { get; private set; }

    /// <summary>All that was planned, read or written.</summary>
    public HashSet<DocumentKey> Touched => [.. plan, .. transaction.Fetched.Known.Keys];

    /// <summary>Throws <see cref="DatabaseFault"/>; the works then count as not run.</summary>
    public void Run(IReadOnlyList<WaitingWork> works)
    {
        connection.Open();
        transaction.Fetched.Fetch(plan);
        foreach (var work in works)
        {
            transaction.Fetched.BeginWork(ReadsOf(work.Conversation));
            work.Run(transaction);
        }

        // A work may have swallowed it.
        if (connection.Fault is { } fault)
        {
            throw fault;
        }

        var writes = new CommitWrites(transaction);
        if (writes.IsEmpty)
        {
            connection.Rollback();
            return;
        }

        var stamp = PostgresParts.NewStamp();
        var commands = writes.Commands(stamp).ToList();
        Stamp = stamp;
        var start = TimeProvider.System.GetTimestamp();
        connection.Commit(commands);
        StoreMeter.Committed(TimeProvider.System.GetElapsedTime(start));
        Committed();
    }

    public void Committed()
    {
        parts.Counters.AddCommit();
        transaction.Remember(parts.Memory, Stamp!.Value);
        foreach (var (conversation, asked) in reads)
        {
            parts.Memory.Learn(conversation, asked.Where(IsThere));
        }
    }

    private HashSet<DocumentKey>? ReadsOf(string conversation)
    {
        if (conversation.Length > 0 && !reads.ContainsKey(conversation))
        {
            reads.Add(conversation, []);
        }

        return reads.GetValueOrDefault(conversation);
    }

    private bool IsThere(DocumentKey key) => transaction.Rows.TryGetValue(key, out var row)
        ? row.Body is not null
        : transaction.Fetched.Known.TryGetValue(key, out var known) && known.Version > 0;
}
