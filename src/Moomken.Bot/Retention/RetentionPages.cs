using System.Runtime.CompilerServices;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Retention;

/// <summary>Goes through a kind in short reads, and removes in short writes.</summary>
internal static class RetentionPages
{
    /// <summary>Documents in one read: 2 to 5 ms of the store.</summary>
    private const int Page = 100;

    /// <summary>Documents in one write.</summary>
    private const int AtOnce = 25;

    public static async IAsyncEnumerable<IReadOnlyList<T>> Of<T>(IStore store, DocumentKind<T> kind, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        string? after = null;
        IReadOnlyList<T> page;
        do
        {
            page = await store.ReadAsync(reader => reader.Scan(kind, Page, after), cancellation);
            yield return page;
            after = page.Count == 0 ? null : kind.Id(page[^1]);
        }
        while (page.Count == Page);
    }

    /// <summary>
    /// Changes or removes documents. Each is read again in the transaction: what was touched since it was found to be old, stays.
    /// Gives how many <paramref name="change"/> said yes to.
    /// </summary>
    public static async Task<int> ChangeAsync<T>(
        IStore store, DocumentKind<T> kind, IEnumerable<T> old, Func<IStoreTransaction, T, bool> change, CancellationToken cancellation)
        where T : class
    {
        var changed = 0;
        foreach (var some in old.Select(kind.Id).Chunk(AtOnce))
        {
            changed += await store.WriteAsync(
                transaction => some.Count(id => transaction.Get(kind, id) is { } document && change(transaction, document)), cancellation);
        }

        return changed;
    }

    /// <summary>Removes all of a kind that are old; gives how many were looked at, page by page.</summary>
    public static async IAsyncEnumerable<int> RemoveOld<T>(
        IStore store, DocumentKind<T> kind, RetentionRun run, Func<T, bool> isOld, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        await foreach (var page in Of(store, kind, cancellation))
        {
            var removed = await ChangeAsync(
                store,
                kind,
                page.Where(isOld),
                (transaction, document) =>
                {
                    var old = isOld(document);
                    if (old)
                    {
                        transaction.Delete(kind, kind.Id(document));
                    }

                    return old;
                },
                cancellation);
            run.Count(kind.Name, removed);
            yield return page.Count;
        }
    }
}
