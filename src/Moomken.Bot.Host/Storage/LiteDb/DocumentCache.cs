namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// Committed documents, ready to hand out: the last <paramref name="capacity"/> that were asked for. Exactly so many: a
/// cheaper guess at the oldest needs twice the memory for the same people. Owner thread only.
/// </summary>
internal sealed class DocumentCache(int capacity)
{
    private readonly Dictionary<(string Kind, string Id), LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = [];

    public CachedDocument? Find(string kind, string id)
    {
        if (!entries.TryGetValue((kind, id), out var node))
        {
            return null;
        }

        if (node != byUse.First)
        {
            byUse.Remove(node);
            byUse.AddFirst(node);
        }

        return node.Value.Document;
    }

    public void Set(string kind, string id, CachedDocument document)
    {
        Forget(kind, id);
        if (entries.Count >= Math.Max(1, capacity))
        {
            var (oldest, _) = byUse.Last!.Value;
            Forget(oldest.Kind, oldest.Id);
        }

        entries.Add((kind, id), byUse.AddFirst(new Entry((kind, id), document)));
    }

    public void Forget(string kind, string id)
    {
        if (entries.Remove((kind, id), out var node))
        {
            byUse.Remove(node);
        }
    }

    public void Clear()
    {
        entries.Clear();
        byUse.Clear();
    }

    private readonly record struct Entry((string Kind, string Id) Key, CachedDocument Document);
}

/// <summary>What is known of a stored document.</summary>
/// <param name="Version">0 when it is known not to be there.</param>
/// <param name="Stored">The <c>StoredDocument</c> itself; null when only the version was read.</param>
internal sealed record CachedDocument(long Version, object? Stored)
{
    public static readonly CachedDocument Absent = new(0, null);
}
