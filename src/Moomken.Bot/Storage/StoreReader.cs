namespace Moomken.Bot.Storage;

/// <summary>What a work reads through. It is of no use after the work has ended: the documents may have moved on.</summary>
public class StoreReader(IDocumentLayer documents) : IStoreReader
{
    private bool ended;

    public T? Get<T>(DocumentKind<T> kind, string id)
        where T : class
        => Documents.Get(kind, id)?.Document;

    public IReadOnlyList<T> Find<T>(DocumentKind<T> kind, string index, string key, int limit, string? after = null)
        where T : class
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var declared = Array.Find(kind.Indexes, candidate => candidate.Name == index)
            ?? throw new ArgumentException($"The kind '{kind.Name}' declares no index '{index}'.", nameof(index));
        return [.. Documents.Find(kind, declared, key, after).Take(limit).Select(found => found.Document!)];
    }

    public IReadOnlyList<T> Scan<T>(DocumentKind<T> kind, int limit, string? after = null)
        where T : class
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return [.. Documents.Scan(kind, after).Take(limit).Select(found => found.Document!)];
    }

    public long Version<T>(DocumentKind<T> kind, string id)
        where T : class
        => Documents.Version(kind, id);

    /// <summary>Called when the work has returned: what it kept of the transaction works no more.</summary>
    public void End() => ended = true;

    protected IDocumentLayer Documents => ended
        ? throw new InvalidOperationException("This transaction has ended. A store work must not wait for anything or keep its transaction.")
        : documents;
}
