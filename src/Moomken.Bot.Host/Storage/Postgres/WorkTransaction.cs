using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// The works that share one transaction of the database. Each writes into an overlay of its own, which joins only when the work
/// has returned and its documents could be sealed: a work that fails hurts no neighbour.
/// </summary>
internal sealed class WorkTransaction(FetchedDocuments fetched, RowFormat format)
{
    private readonly DocumentOverlay changes = new(fetched);
    private readonly Dictionary<DocumentKey, DocumentRow> rows = [];

    public FetchedDocuments Fetched => fetched;

    /// <summary>Every document that changed, in its last state.</summary>
    public IReadOnlyDictionary<DocumentKey, DocumentRow> Rows => rows;

    /// <summary>Notes of outgoing messages, by our id: the provider's id, and whether the provider took it or an attempt only begins.</summary>
    public Dictionary<string, (string? Provider, bool Taken)> Sent { get; } = new(StringComparer.Ordinal);

    /// <summary>Message ids whose notes are of no more use.</summary>
    public HashSet<string> Forgotten { get; } = new(StringComparer.Ordinal);

    public bool Note(string message, string? provider, bool taken)
    {
        Forgotten.Remove(message);
        Sent[message] = (provider, taken);
        return true;
    }

    public bool Forget(IEnumerable<string> messages)
    {
        foreach (var message in messages)
        {
            Sent.Remove(message);
            Forgotten.Add(message);
        }

        return true;
    }

    public TResult Write<TResult>(Func<IStoreTransaction, TResult> work)
    {
        var own = new DocumentOverlay(changes);
        var transaction = new StoreTransaction(own);
        try
        {
            var result = work(transaction);
            Take(own);
            return result;
        }
        finally
        {
            transaction.End();
        }
    }

    public bool Import<T>(DocumentKind<T> kind, IReadOnlyList<StoredDocument<T>> documents)
        where T : class
    {
        fetched.Look(documents.Select(document => new DocumentKey(kind.Name, document.Id)).ToList());
        var own = new DocumentOverlay(changes);
        foreach (var document in documents)
        {
            own.Version(kind, document.Id);
            own.Set(kind, document);
        }

        Take(own);
        return true;
    }

    public TResult Read<TResult>(Func<IStoreReader, TResult> work)
    {
        var reader = new StoreReader(changes);
        try
        {
            return work(reader);
        }
        finally
        {
            reader.End();
        }
    }

    /// <summary>Called when the commit is durable.</summary>
    public void Remember(DocumentMemory memory, long stamp) => changes.Visit(new Committed(memory, stamp));

    private void Take(DocumentOverlay own)
    {
        var written = new Written(format);
        own.Visit(written);
        own.CopyTo(changes);
        written.Rows.ForEach(row => rows[row.Key] = row);
    }

    private sealed class Written(RowFormat format) : IDocumentVisitor
    {
        public List<DocumentRow> Rows { get; } = [];

        public void Changed<T>(DocumentKind<T> kind, StoredDocument<T> document)
            where T : class
            => Rows.Add(format.Write(kind, document));
    }

    private sealed class Committed(DocumentMemory memory, long stamp) : IDocumentVisitor
    {
        public void Changed<T>(DocumentKind<T> kind, StoredDocument<T> document)
            where T : class
        {
            if (document.Document is not null)
            {
                memory.Set(new DocumentKey(kind.Name, document.Id), new KnownDocument { Version = document.Version, Stamp = stamp, Stored = document });
            }
        }
    }
}
