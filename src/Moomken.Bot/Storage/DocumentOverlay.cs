namespace Moomken.Bot.Storage;

/// <summary>
/// Changes laid over the documents below, unseen by them. A work writes into its own overlay, so a work that throws is
/// undone by forgetting it. Not thread-safe.
/// </summary>
public sealed class DocumentOverlay(IDocumentLayer below) : IDocumentLayer
{
    private readonly Dictionary<string, KindChanges> kinds = new(StringComparer.Ordinal);

    public bool IsEmpty => kinds.Count == 0;

    public StoredDocument<T>? Get<T>(DocumentKind<T> kind, string id)
        where T : class
    {
        if (Changes(kind) is { } changes && changes.Documents.TryGetValue(id, out var changed))
        {
            return changed.Document is null ? null : changed;
        }

        return below.Get(kind, id);
    }

    public long Version<T>(DocumentKind<T> kind, string id)
        where T : class
        => Changes(kind) is { } changes && changes.Documents.TryGetValue(id, out var changed)
            ? changed.Version
            : below.Version(kind, id);

    public long VersionBeforePut<T>(DocumentKind<T> kind, string id)
        where T : class
        => Changes(kind) is { } changes && changes.Documents.TryGetValue(id, out var changed)
            ? changed.Version
            : below.VersionBeforePut(kind, id);

    public IEnumerable<StoredDocument<T>> Scan<T>(DocumentKind<T> kind, string? after)
        where T : class
        => Changes(kind) is { } changes
            ? Merge(changes.After(after), below.Scan(kind, after), changes)
            : below.Scan(kind, after);

    public IEnumerable<StoredDocument<T>> Find<T>(DocumentKind<T> kind, DocumentIndex<T> index, string key, string? after)
        where T : class
    {
        if (Changes(kind) is not { } changes)
        {
            return below.Find(kind, index, key, after);
        }

        var matching = changes.After(after).Where(changed => index.Key(changed.Document!) == key);
        return Merge(matching, below.Find(kind, index, key, after), changes);
    }

    public void Set<T>(DocumentKind<T> kind, StoredDocument<T> document)
        where T : class
    {
        if (Changes(kind) is not { } changes)
        {
            changes = new KindChanges<T>(kind);
            kinds.Add(kind.Name, changes);
        }

        changes.Documents[document.Id] = document;
    }

    public void CopyTo(DocumentOverlay target) => Visit(new Copy(target));

    public void Visit(IDocumentVisitor visitor)
    {
        foreach (var changes in kinds.Values)
        {
            changes.Visit(visitor);
        }
    }

    private static IEnumerable<StoredDocument<T>> Merge<T>(
        IEnumerable<StoredDocument<T>> changed, IEnumerable<StoredDocument<T>> stored, KindChanges<T> changes)
        where T : class
    {
        using var left = changed.GetEnumerator();
        using var right = stored.Where(document => !changes.Documents.ContainsKey(document.Id)).GetEnumerator();
        var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        while (hasLeft || hasRight)
        {
            if (!hasRight || (hasLeft && string.CompareOrdinal(left.Current.Id, right.Current.Id) < 0))
            {
                yield return left.Current;
                hasLeft = left.MoveNext();
            }
            else
            {
                yield return right.Current;
                hasRight = right.MoveNext();
            }
        }
    }

    private KindChanges<T>? Changes<T>(DocumentKind<T> kind)
        where T : class
    {
        if (!kinds.TryGetValue(kind.Name, out var changes))
        {
            return null;
        }

        return changes as KindChanges<T>
            ?? throw new InvalidOperationException($"Two kinds of document share the name '{kind.Name}'. Give one of them another name.");
    }

    private abstract class KindChanges
    {
        public abstract void Visit(IDocumentVisitor visitor);
    }

    private sealed class KindChanges<T>(DocumentKind<T> kind) : KindChanges
        where T : class
    {
        public Dictionary<string, StoredDocument<T>> Documents { get; } = new(StringComparer.Ordinal);

        public IEnumerable<StoredDocument<T>> After(string? after) => Documents.Values
            .Where(document => document.Document is not null && (after is null || string.CompareOrdinal(document.Id, after) > 0))
            .OrderBy(document => document.Id, StringComparer.Ordinal);

        public override void Visit(IDocumentVisitor visitor)
        {
            foreach (var document in Documents.Values)
            {
                visitor.Changed(kind, document);
            }
        }
    }

    private sealed class Copy(DocumentOverlay target) : IDocumentVisitor
    {
        public void Changed<T>(DocumentKind<T> kind, StoredDocument<T> document)
            where T : class
            => target.Set(kind, document);
    }
}
