using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// The store in PostgreSQL, for any number of nodes. Every document in it is sealed under the same keys as in the embedded
/// store. What a work reads and writes is as if it ran alone, but for one thing: a search may miss a document that another
/// node adds in the same moment.
/// </summary>
public sealed class PostgresStore : IStore
{
    private const string Anywhere = "";

    // No conversation has such an id.
    private const string SentNotes = "sent notes";

    /// <summary>Measured: with 64 turns open on two nodes, a tenth fewer microseconds a turn than with none, and as many turns on one node.</summary>
    private const int Together = 16;

    private readonly PostgresParts parts;
    private readonly WorkQueue writes;
    private readonly WorkQueue reads;
    private readonly LaneThreads lanes;
    private long readNumber;
    private bool closed;

    private PostgresStore(PostgresParts parts)
    {
        this.parts = parts;
        (writes, reads) = (new WorkQueue(parts.Options.MaxWaiting, together: Together), new WorkQueue(parts.Options.MaxWaiting, together: 0));
        lanes = new LaneThreads(parts);
    }

    public PostgresCounters Counters => parts.Counters;

    /// <summary>What is wrong and how to mend it; null when all is well.</summary>
    public string? Problem => parts.Problem;

    /// <summary>
    /// Makes or migrates the schema and starts the lanes. Throws <see cref="StoreUnavailableException"/> when that cannot be; its message
    /// says how to mend it. The vault stays the caller's and must outlive the store.
    /// </summary>
    public static PostgresStore Open(PostgresOptions options, Vault vault, TimeProvider time)
    {
        var store = new PostgresStore(new PostgresParts(options, vault, time));
        try
        {
            DatabaseOpening.Prepare(store.parts, vault);
        }
        catch (Exception error) when (DatabaseFault.IsOf(error))
        {
            throw DatabaseFault.Describe(error, store.parts.Place);
        }

        store.lanes.Start(store.writes, store.reads);
        return store;
    }

    public Task<TResult> WriteAsync<TResult>(Func<IStoreTransaction, TResult> work, CancellationToken cancellation = default)
        => WriteAsync(Anywhere, work, cancellation);

    public Task<TResult> WriteAsync<TResult>(string conversation, Func<IStoreTransaction, TResult> work, CancellationToken cancellation = default)
        => Add(writes, conversation, transaction => transaction.Write(work), cancellation);

    /// <summary>Reads have no order among themselves: each gets a place of its own in the queue.</summary>
    public Task<TResult> ReadAsync<TResult>(Func<IStoreReader, TResult> work, CancellationToken cancellation = default)
        => Add(reads, $"{Interlocked.Increment(ref readNumber)}", transaction => transaction.Read(work), cancellation);

    /// <summary>Works that wait to be written.</summary>
    public int Waiting => writes.Count;

    /// <summary>Finishes the works that wait and lets go of the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, true))
        {
            return;
        }

        writes.Close();
        reads.Close();
        await Task.Run(lanes.Join);
        await parts.Stopping.CancelAsync();
        parts.Dispose();
    }

    /// <summary>Tells this process from all others, also from an earlier one of the same machine.</summary>
    internal string Node => parts.Node;

    /// <summary>Host and database, without secrets.</summary>
    internal string Place => parts.Place;

    /// <summary>Reads by whole lists, in one round trip each.</summary>
    internal Task<TResult> ReadManyAsync<TResult>(Func<ManyReader, TResult> work, CancellationToken cancellation)
        => Add(reads, $"{Interlocked.Increment(ref readNumber)}", transaction => work(new ManyReader(transaction)), cancellation);

    /// <summary>Completes when the note is durable. It goes with the commits of turns.</summary>
    internal Task NoteSentAsync(string message, string? provider, bool taken) =>
        Add(writes, SentNotes, transaction => transaction.Note(message, provider, taken), CancellationToken.None);

    internal Task ForgetSentAsync(string[] messages) => Add(writes, SentNotes, transaction => transaction.Forget(messages), CancellationToken.None);

    /// <summary>Writes documents with the versions that they have elsewhere, over whatever is there.</summary>
    internal Task ImportAsync<T>(DocumentKind<T> kind, IReadOnlyList<StoredDocument<T>> documents)
        where T : class
        => Add(writes, Anywhere, transaction => transaction.Import(kind, documents), CancellationToken.None);

    internal byte[]? Note(string name) => Guard(() => DatabaseNotes.Read(parts, name));

    internal void SetNote(string name, byte[] body) => Guard(() => DatabaseNotes.Set(parts, name, body));

    internal DatabaseContents Contents(string note) => Guard(() => DatabaseNotes.Contents(parts, note));

    /// <summary>Keeps a note of the installation unless there is one; returns the one that is kept.</summary>
    internal byte[] NoteOnce(string name, byte[] body) => Guard(() => DatabaseNotes.Once(parts, name, body));

    /// <summary>A connection for what does not go through the lanes.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellation, bool pooled = false)
    {
        var connection = new NpgsqlConnection(pooled ? parts.PooledString : parts.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private TResult Guard<TResult>(Func<TResult> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception error) when (DatabaseFault.IsOf(error))
        {
            throw DatabaseFault.Describe(error, parts.Place);
        }
    }

    private static Task<TResult> Add<TResult>(WorkQueue queue, string conversation, Func<WorkTransaction, TResult> run, CancellationToken cancellation)
    {
        StoreWork.RefuseTasks<TResult>();
        var work = new WaitingWork<TResult>(conversation, run, cancellation);
        return queue.Add(work) switch
        {
            Admission.Taken => work.Task,
            Admission.Full => Task.FromException<TResult>(new StoreUnavailableException(
                "The store has more works waiting than it can answer in time. It takes new ones as soon as some are done.")),
            _ => Task.FromException<TResult>(new StoreUnavailableException("The store is closed: the service is stopping.")),
        };
    }
}
