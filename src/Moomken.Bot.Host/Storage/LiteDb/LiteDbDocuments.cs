using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>What is committed, in LiteDB or on its way there, seen through the cache. Owner thread only.</summary>
internal sealed partial class LiteDbDocuments(DocumentFormat format, DocumentCache cache, StoreFiles files) : IDocumentLayer
{
    private readonly Unapplied unapplied = files.Unapplied;
    private readonly StoredRows rows = new();
    private readonly Dictionary<string, string> highestIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> prepared = new(StringComparer.Ordinal);
    private IEngineFile? file;

    /// <summary>Set when the engine failed in the midst of a work: the whole batch cannot be trusted then.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Called after opening, and with null when the file was given up.</summary>
    public void Use(IEngineFile? opened)
    {
        file = opened;
        Fault = null;
        cache.Clear();
        highestIds.Clear();
        prepared.Clear();
    }

    public StoredDocument<T>? Get<T>(DocumentKind<T> kind, string id)
        where T : class
    {
        Prepare(kind);
        var cached = cache.Find(kind.Name, id);
        if (cached?.Stored is StoredDocument<T> ready)
        {
            return ready;
        }

        if (cached is { Version: 0 })
        {
            return null;
        }

        if (Row(kind.Name, id) is not { } row)
        {
            cache.Set(kind.Name, id, CachedDocument.Absent);
            return null;
        }

        var document = format.Read(kind, row);
        cache.Set(kind.Name, id, new CachedDocument(document.Version, document));
        return document;
    }

    public long Version<T>(DocumentKind<T> kind, string id)
        where T : class
    {
        Prepare(kind);
        if (cache.Find(kind.Name, id) is { } cached)
        {
            return cached.Version;
        }

        if (unapplied.TryFind(kind.Name, id, out var row))
        {
            return row.Version;
        }

        if (IsAboveAll(kind.Name, id))
        {
            return 0;
        }

        var version = Guard(() => rows.Version(file!.Engine, kind.Name, id));
        cache.Set(kind.Name, id, version == 0 ? CachedDocument.Absent : new CachedDocument(version, null));
        return version;
    }

    public IEnumerable<StoredDocument<T>> Scan<T>(DocumentKind<T> kind, string? after)
        where T : class
    {
        Prepare(kind);
        return Pages(kind, after, (last, count) => unapplied.Lay(kind.Name, rows.After(file!.Engine, kind.Name, last ?? "", count), count, last, _ => true));
    }

    public IEnumerable<StoredDocument<T>> Find<T>(DocumentKind<T> kind, DocumentIndex<T> index, string key, string? after)
        where T : class
    {
        Prepare(kind);
        var all = format.Range(kind.Name, index.Name, key, null);
        return Pages(kind, after, (last, count) => unapplied.Lay(
            kind.Name,
            rows.Between(file!.Engine, kind.Name, format.Range(kind.Name, index.Name, key, last), count),
            count,
            last,
            row => Array.Exists(row.Keys, stored => string.CompareOrdinal(stored, all.From) >= 0 && string.CompareOrdinal(stored, all.To) <= 0)));
    }

    /// <summary>
    /// Takes over what a batch wrote. Only a document that was read before is kept ready: reports and codes are written and
    /// hardly ever read, and would push the conversations out.
    /// </summary>
    public void Committed<T>(DocumentKind<T> kind, StoredDocument<T> document)
        where T : class
    {
        if (cache.Find(kind.Name, document.Id) is { Stored: not null } && document.Document is not null)
        {
            cache.Set(kind.Name, document.Id, new CachedDocument(document.Version, document));
        }
        else
        {
            cache.Forget(kind.Name, document.Id);
        }

        if (highestIds.TryGetValue(kind.Name, out var highest) && string.CompareOrdinal(document.Id, highest) > 0)
        {
            highestIds[kind.Name] = document.Id;
        }
    }
}
