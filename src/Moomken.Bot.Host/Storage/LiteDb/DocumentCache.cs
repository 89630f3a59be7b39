namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// Committed documents, ready to hand out. Two generations: what was not asked for while the young one filled is
/// forgotten with the old one, so nothing is kept per look-up but one dictionary entry. Owner thread only.
/// </summary>
internal sealed class DocumentCache(int capacity)
{
    private Dictionary<(string Kind, string Id), CachedDocument> young = [];
    private Dictionary<(string Kind, string Id), CachedDocument> old = [];

    public CachedDocument? Find(string kind, string id)
    {
        var key = (kind, id);
        if (young.TryGetValue(key, out var found))
        {
            return found;
        }

        if (old.Remove(key, out found))
        {
            Keep(key, found);
            return found;
        }

        return null;
    }

    public void Set(string kind, string id, CachedDocument document)
    {
        old.Remove((kind, id));
        Keep((kind, id), document);
    }

    public void Forget(string kind, string id)
    {
        young.Remove((kind, id));
        old.Remove((kind, id));
    }

    public void Clear()
    {
        young.Clear();
        old.Clear();
    }

    private void Keep((string Kind, string Id) key, CachedDocument document)
    {
        if (young.Count >= Math.Max(1, capacity / 2) && !young.ContainsKey(key))
        {
            (old, young) = (young, old);
            young.Clear();
        }

        young[key] = document;
    }
}

/// <summary>What is known of a stored document.</summary>
/// <param name="Version">0 when it is known not to be there.</param>
/// <param name="Stored">The <c>StoredDocument</c> itself; null when only the version was read.</param>
internal sealed record CachedDocument(long Version, object? Stored)
{
    public static readonly CachedDocument Absent = new(0, null);
}
