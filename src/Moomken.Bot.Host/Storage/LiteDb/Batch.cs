using LiteDB;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// The works that share one commit. Each writes into an overlay of its own, which joins the batch only when the work has
/// returned and its documents could be written as JSON: a work that fails hurts no neighbour. A document that several
/// works wrote is stored once, as the last left it.
/// </summary>
internal sealed class Batch
{
    private readonly LiteDbDocuments committed;
    private readonly DocumentFormat format;
    private readonly DocumentOverlay changes;
    private readonly Dictionary<string, Dictionary<string, BsonDocument?>> rows = new(StringComparer.Ordinal);

    public Batch(LiteDbDocuments committed, DocumentFormat format)
    {
        (this.committed, this.format) = (committed, format);
        changes = new DocumentOverlay(committed);
    }

    /// <summary>Sealed bytes waiting to be committed.</summary>
    public long Bytes { get; private set; }

    public TResult Write<TResult>(Func<IStoreTransaction, TResult> work)
    {
        var own = new DocumentOverlay(changes);
        var transaction = new StoreTransaction(own);
        try
        {
            var result = work(transaction);
            if (!own.IsEmpty)
            {
                Take(own);
            }

            return result;
        }
        finally
        {
            transaction.End();
        }
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

    /// <summary>What there is to store; empty when all that was written was deleted again, or nothing was written.</summary>
    public List<KindRows> ToStore()
    {
        var all = new List<KindRows>(rows.Count);
        foreach (var (kind, changed) in rows)
        {
            var kindRows = new KindRows(kind);
            foreach (var (id, row) in changed)
            {
                kindRows.Add(id, row, committed.Version(kind, id) > 0);
            }

            if (!kindRows.IsEmpty)
            {
                all.Add(kindRows);
            }
        }

        return all;
    }

    /// <summary>Called when the commit is durable.</summary>
    public void Publish() => changes.Visit(new Published(committed));

    private void Take(DocumentOverlay own)
    {
        var written = new Writing(format);
        own.Visit(written);
        own.CopyTo(changes);
        foreach (var (kind, id, row) in written.Rows)
        {
            if (!rows.TryGetValue(kind, out var kindRows))
            {
                rows.Add(kind, kindRows = new Dictionary<string, BsonDocument?>(StringComparer.Ordinal));
            }

            kindRows[id] = row;
        }

        Bytes += written.Bytes;
    }

    private sealed class Writing(DocumentFormat format) : IDocumentVisitor
    {
        public List<(string Kind, string Id, BsonDocument? Row)> Rows { get; } = [];

        public long Bytes { get; private set; }

        public void Changed<T>(DocumentKind<T> kind, StoredDocument<T> document)
            where T : class
        {
            var row = document.Document is null ? null : format.Write(kind, document);
            Rows.Add((kind.Name, document.Id, row));
            Bytes += row?["d"].AsBinary.Length ?? 0;
        }
    }

    private sealed class Published(LiteDbDocuments committed) : IDocumentVisitor
    {
        public void Changed<T>(DocumentKind<T> kind, StoredDocument<T> document)
            where T : class
            => committed.Committed(kind, document);
    }
}
