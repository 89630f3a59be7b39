namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// What this node remembers between transactions: documents as they were when it last saw them, and which documents a
/// conversation's last turn asked for. A memory only: the database says by the stamp whether it still holds. Thread-safe.
/// </summary>
internal sealed class DocumentMemory(int capacity)
{
    /// <summary>A conversation and its person, and what its last turn looked up besides.</summary>
    private const int MostReads = 12;

    private readonly Lock gate = new();
    private readonly Recent<DocumentKey, KnownDocument> documents = new(capacity);
    private readonly Recent<string, DocumentKey[]> reads = new(capacity);

    public KnownDocument? Find(DocumentKey key)
    {
        lock (gate)
        {
            return documents.Find(key);
        }
    }

    /// <summary>Only documents that were opened are worth remembering.</summary>
    public void Set(DocumentKey key, KnownDocument document)
    {
        lock (gate)
        {
            documents.Set(key, document);
        }
    }

    public DocumentKey[] ReadsOf(string conversation)
    {
        lock (gate)
        {
            return reads.Find(conversation) ?? [];
        }
    }

    public void Learn(string conversation, IEnumerable<DocumentKey> asked)
    {
        DocumentKey[] kept = [.. asked.Take(MostReads)];
        lock (gate)
        {
            reads.Set(conversation, kept);
        }
    }

    /// <summary>Two generations: what was not asked for while the young one filled is forgotten with the old one.</summary>
    private sealed class Recent<TKey, TValue>(int capacity)
        where TKey : notnull
        where TValue : class
    {
        private Dictionary<TKey, TValue> young = [];
        private Dictionary<TKey, TValue> old = [];

        public TValue? Find(TKey key)
        {
            if (young.TryGetValue(key, out var found))
            {
                return found;
            }

            if (old.Remove(key, out found))
            {
                Set(key, found);
            }

            return found;
        }

        public void Set(TKey key, TValue value)
        {
            if (young.Count >= Math.Max(1, capacity / 2) && !young.ContainsKey(key))
            {
                (old, young) = (young, old);
                young.Clear();
            }

            young[key] = value;
        }
    }
}
