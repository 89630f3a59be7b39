using System.Collections.Concurrent;
using System.Collections.Frozen;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// The sent log in the database, so that the node which takes over knows it too. A note goes with the next commit of turns; the
/// conversation's next message leaves when it is there. Thread-safe.
/// </summary>
internal sealed partial class PostgresSentLog(PostgresStore store) : ISentLog
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, string?> recovered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Provider, bool Taken)> failed = new(StringComparer.Ordinal);
    private readonly HashSet<string> begun = new(StringComparer.Ordinal);
    private List<string> written = [];
    private List<string> older = [];
    private Task last = Task.CompletedTask;

    /// <summary>What other nodes have sent, of the conversations that this one was given.</summary>
    public IReadOnlyDictionary<string, string?> Recovered => recovered;

    /// <summary>What other nodes had begun is given to the sender with each conversation.</summary>
    public IReadOnlySet<string> Began => FrozenSet<string>.Empty;

    public void Append(string messageId, string? providerId)
    {
        lock (gate)
        {
            begun.Remove(messageId);
            written.Add(messageId);
            last = NoteAsync(messageId, providerId, taken: true);
        }
    }

    public void Begin(string messageId)
    {
        lock (gate)
        {
            begun.Add(messageId);
            last = NoteAsync(messageId, null, taken: false);
        }
    }

    public void End(string messageId)
    {
        lock (gate)
        {
            if (begun.Remove(messageId))
            {
                Forget([messageId]);
            }
        }
    }

    public Task KeptAsync()
    {
        lock (gate)
        {
            return last;
        }
    }

    /// <summary>Tries again what the database could not take. Every note that it took is on its disk already.</summary>
    public void Flush()
    {
        lock (gate)
        {
            var again = failed.ToList();
            failed.Clear();
            again.ForEach(note => last = NoteAsync(note.Key, note.Value.Provider, note.Value.Taken));
        }
    }

    public void Settled()
    {
        lock (gate)
        {
            Forget([.. written, .. older]);
            (written, older) = ([], []);
        }
    }

    public void BeginPart()
    {
        lock (gate)
        {
            if (older.Count == 0)
            {
                (written, older) = (older, written);
            }
        }
    }

    public void ForgetOlderPart()
    {
        lock (gate)
        {
            Forget(older);
            older = [];
        }
    }
}
