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
    private readonly Dictionary<(string Kind, string Id), StoredRow> rows = [];

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

    /// <summary>What there is to store; empty when nothing was written.</summary>
    public IReadOnlyList<StoredRow> Rows => [.. rows.Values];

    /// <summary>Called when the rows are on their way to the disk, so that the next batch sees them.</summary>
    public void Publish() => changes.Visit(new Published(committed));

    private void Take(DocumentOverlay own)
    {
        var written = new Writing(format);
        own.Visit(written);
        own.CopyTo(changes);
        foreach (var row in written.Rows)
        {
            rows[(row.Kind, row.Id)] = row;
            Bytes += row.Sealed?.Length ?? 0;
        }
    }

    private sealed class Writing(DocumentFormat format) : IDocumentVisitor
    {
        public List<StoredRow> Rows { get; } = [];

        public void Changed<T>(DocumentKind<T> kind, StoredDocument<T> document)
            where T : class
            => Rows.Add(document.Document is null ? new StoredRow(kind.Name, document.Id, 0, null, []) : format.Write(kind, document));
    }

    private sealed class Published(LiteDbDocuments committed) : IDocumentVisitor
    {
        public void Changed<T>(DocumentKind<T> kind, StoredDocument<T> document)
            where T : class
            => committed.Committed(kind, document);
    }
}
