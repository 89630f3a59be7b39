using Moomken.Bot.Storage;
using Npgsql;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// What one transaction knows of the database: the documents of its plan, fetched and locked together, and whatever else its works
/// ask for, each at the price of a round trip. What is known stays as it was first seen; the commit proves that it still is so.
/// </summary>
internal sealed class FetchedDocuments(LaneConnection connection, RowFormat format, DocumentMemory memory, KindUpkeep upkeep) : IDocumentLayer
{
    private readonly Dictionary<DocumentKey, KnownDocument> known = [];
    private HashSet<DocumentKey>? readByWork;

    public IReadOnlyDictionary<DocumentKey, KnownDocument> Known => known;

    /// <summary>From here on the documents that a work asks for are noted, so that its conversation's next work finds them fetched.</summary>
    public void BeginWork(HashSet<DocumentKey>? reads) => readByWork = reads;

    /// <summary>Locks and reads all documents of the plan that there are.</summary>
    public void Fetch(IReadOnlyCollection<DocumentKey> plan) => Fetch(plan, Statements.Fetch, locked: true);

    /// <summary>Reads all of these that there are.</summary>
    public void Look(IReadOnlyCollection<DocumentKey> keys) => Fetch(keys, Statements.Look, locked: false);

    private void Fetch(IReadOnlyCollection<DocumentKey> plan, string statement, bool locked)
    {
        if (plan.Count == 0)
        {
            return;
        }

        var keys = plan.Order().ToArray();
        var cached = Array.ConvertAll(keys, memory.Find);
        connection.Read(Questions.Many(statement, keys, cached), row =>
        {
            var n = (int)row.GetInt64(0) - 1;
            known[keys[n]] = Of(row, 1, cached[n], locked);
        });
        foreach (var key in keys)
        {
            known.TryAdd(key, KnownDocument.Absent);
        }
    }

    public StoredDocument<T>? Get<T>(DocumentKind<T> kind, string id)
        where T : class
        => Find(kind, id) is { Version: > 0 } found ? Open(kind, id, found) : null;

    public long Version<T>(DocumentKind<T> kind, string id)
        where T : class
        => Find(kind, id).Version;

    public long VersionBeforePut<T>(DocumentKind<T> kind, string id)
        where T : class
    {
        upkeep.Prepare(kind);
        var key = new DocumentKey(kind.Name, id);
        if (!known.TryGetValue(key, out var found))
        {
            known[key] = found = new KnownDocument { Assumed = true };
        }

        return found.Version;
    }

    public IEnumerable<StoredDocument<T>> Scan<T>(DocumentKind<T> kind, string? after)
        where T : class
    {
        upkeep.Prepare(kind);
        return Pages(kind, after, (last, count) => Questions.Scan(kind.Name, last, count));
    }

    public IEnumerable<StoredDocument<T>> Find<T>(DocumentKind<T> kind, DocumentIndex<T> index, string key, string? after)
        where T : class
    {
        upkeep.Prepare(kind);
        var hash = format.Hash(kind.Name, index.Name, key);
        return Pages(kind, after, (last, count) => Questions.Find(kind.Name, hash, last, count));
    }

    private KnownDocument Find<T>(DocumentKind<T> kind, string id)
        where T : class
    {
        upkeep.Prepare(kind);
        var key = new DocumentKey(kind.Name, id);
        if (!DocumentIds.CanBeStored(id))
        {
            return KnownDocument.Absent;
        }

        readByWork?.Add(key);
        if (!known.TryGetValue(key, out var found) || found.Assumed)
        {
            known[key] = found = Ask(key);
        }

        return found;
    }

    private KnownDocument Ask(DocumentKey key)
    {
        var cached = memory.Find(key);
        var found = KnownDocument.Absent;
        connection.Read(Questions.One(key, cached), row => found = Of(row, 0, cached, locked: false));
        return found;
    }

    // In pages, growing from few: a find for one document must not read a hundred, and no cursor stays open.
    private IEnumerable<StoredDocument<T>> Pages<T>(DocumentKind<T> kind, string? after, Func<string, int, NpgsqlBatchCommand> question)
        where T : class
    {
        if (after is not null && !DocumentIds.CanBeStored(after))
        {
            yield break;
        }

        for (var (size, last) = (8, after ?? ""); ; size = Math.Min(size * 4, 512))
        {
            var page = new List<(string Id, KnownDocument Found)>(size);
            connection.Read(question(last, size), row => page.Add((row.GetString(0), Of(row, 1, null, locked: false))));
            foreach (var (id, found) in page)
            {
                last = id;
                if (Seen(new DocumentKey(kind.Name, id), found) is { Version: > 0 } document)
                {
                    yield return Open(kind, id, document);
                }
            }

            if (page.Count < size)
            {
                yield break;
            }
        }
    }

    private KnownDocument Seen(DocumentKey key, KnownDocument found)
    {
        if (!known.TryGetValue(key, out var before) || before.Assumed)
        {
            known[key] = before = found;
        }

        return before;
    }

    private StoredDocument<T> Open<T>(DocumentKind<T> kind, string id, KnownDocument found)
        where T : class
    {
        if (found.Stored is not StoredDocument<T> stored)
        {
            stored = format.Read(kind, id, found.Version, found.Body!);
            (found.Stored, found.Body) = (stored, null);
            memory.Set(new DocumentKey(kind.Name, id), found);
        }

        return stored;
    }

    private static KnownDocument Of(NpgsqlDataReader row, int first, KnownDocument? cached, bool locked) => new()
    {
        Version = row.GetInt64(first),
        Stamp = row.GetInt64(first + 1),
        Body = row.IsDBNull(first + 2) ? null : row.GetFieldValue<byte[]>(first + 2),
        Stored = row.IsDBNull(first + 2) ? cached!.Stored : null,
        Locked = locked,
    };
}
