namespace Moomken.Bot.Storage;

/// <summary>Documents in memory, with their indexes. Not thread-safe.</summary>
internal sealed class InMemoryDocuments : IDocumentLayer, IDocumentVisitor
{
    private readonly Dictionary<string, object> tables = new(StringComparer.Ordinal);

    public StoredDocument<T>? Get<T>(DocumentKind<T> kind, string id)
        where T : class
        => Table(kind).ById.GetValueOrDefault(id);

    public long Version<T>(DocumentKind<T> kind, string id)
        where T : class
        => Get(kind, id)?.Version ?? 0;

    public IEnumerable<StoredDocument<T>> Scan<T>(DocumentKind<T> kind, string? after)
        where T : class
    {
        var table = Table(kind);
        return After(table.Ids, after).Select(id => table.ById[id]);
    }

    public IEnumerable<StoredDocument<T>> Find<T>(DocumentKind<T> kind, DocumentIndex<T> index, string key, string? after)
        where T : class
    {
        var table = Table(kind);
        return table.ByKey.TryGetValue((index.Name, key), out var ids) ? After(ids, after).Select(id => table.ById[id]) : [];
    }

    public void Changed<T>(DocumentKind<T> kind, StoredDocument<T> document)
        where T : class
    {
        var table = Table(kind);
        if (table.ById.Remove(document.Id, out var old))
        {
            table.Ids.Remove(document.Id);
            Each(kind, old.Document!, key => table.ByKey[key].Remove(document.Id));
        }

        if (document.Document is { } put)
        {
            table.ById.Add(document.Id, document);
            table.Ids.Add(document.Id);
            Each(kind, put, key => table.Keyed(key).Add(document.Id));
        }
    }

    private static void Each<T>(DocumentKind<T> kind, T document, Action<(string Index, string Key)> act)
        where T : class
    {
        foreach (var index in kind.Indexes)
        {
            if (index.Key(document) is { } key)
            {
                act((index.Name, key));
            }
        }
    }

    // after + NUL is the next string after it in ordinal order.
    private static SortedSet<string> After(SortedSet<string> ids, string? after)
    {
        if (after is null)
        {
            return ids;
        }

        return string.CompareOrdinal(after, ids.Max) < 0 ? ids.GetViewBetween(after + "\0", ids.Max) : [];
    }

    private KindTable<T> Table<T>(DocumentKind<T> kind)
        where T : class
    {
        if (!tables.TryGetValue(kind.Name, out var table))
        {
            tables.Add(kind.Name, table = new KindTable<T>());
        }

        return table as KindTable<T>
            ?? throw new InvalidOperationException($"Two kinds of document share the name '{kind.Name}'. Give one of them another name.");
    }

    private sealed class KindTable<T>
        where T : class
    {
        public Dictionary<string, StoredDocument<T>> ById { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Ids { get; } = new(StringComparer.Ordinal);

        public Dictionary<(string Index, string Key), SortedSet<string>> ByKey { get; } = [];

        public SortedSet<string> Keyed((string Index, string Key) key)
        {
            if (!ByKey.TryGetValue(key, out var ids))
            {
                ByKey.Add(key, ids = new SortedSet<string>(StringComparer.Ordinal));
            }

            return ids;
        }
    }
}
