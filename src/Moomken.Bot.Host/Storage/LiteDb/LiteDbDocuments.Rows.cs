using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

// How rows are found: laid over each other, page by page, and guarded against a failing engine.
internal sealed partial class LiteDbDocuments
{
    private StoredRow? Row(string kind, string id)
    {
        if (unapplied.TryFind(kind, id, out var row))
        {
            return row.Place is null ? null : Guard(() => unapplied.Stored(row));
        }

        return IsAboveAll(kind, id) ? null : Guard(() => rows.Find(file!.Engine, kind, id));
    }

    // In pages, growing from few: a find for one document must not read a hundred, and no cursor stays open in LiteDB.
    private IEnumerable<StoredDocument<T>> Pages<T>(DocumentKind<T> kind, string? after, Func<string?, int, RowPage> read)
        where T : class
    {
        for (var size = 4; ; size = Math.Min(size * 4, 256))
        {
            var page = Guard(() => read(after, size));
            foreach (var row in page.Rows)
            {
                yield return cache.Find(kind.Name, row.Id)?.Stored as StoredDocument<T> ?? format.Read(kind, row);
            }

            if (page.End is null)
            {
                yield break;
            }

            after = page.End;
        }
    }

    // Ids that are ordered in time come above all others when they are new: that spares the look-up of every new document.
    private bool IsAboveAll(string kind, string id)
    {
        if (!highestIds.TryGetValue(kind, out var highest))
        {
            var (stored, laid) = (Guard(() => StoredRows.HighestId(file!.Engine, kind)) ?? "", unapplied.HighestId(kind) ?? "");
            highestIds[kind] = highest = string.CompareOrdinal(stored, laid) > 0 ? stored : laid;
        }

        return string.CompareOrdinal(id, highest) > 0;
    }

    private void Prepare<T>(DocumentKind<T> kind)
        where T : class
    {
        if (!prepared.Contains(kind.Name))
        {
            Guard(() =>
            {
                IndexUpkeep.Prepare(file!, rows, format, kind, () => Settle(kind));
                return true;
            });
            prepared.Add(kind.Name);
        }
    }

    // Only rows of the kind itself: to move all the others too would hold everybody up for a tenth of a second.
    private void Settle<T>(DocumentKind<T> kind)
        where T : class
    {
        if (unapplied.Has(kind.Name))
        {
            files.Settle();
        }
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not StoreUnavailableException)
        {
            Fault = error;
            throw;
        }
    }
}
