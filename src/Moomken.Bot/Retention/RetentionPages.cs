using System.Runtime.CompilerServices;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Retention;

/// <summary>Goes through a kind in <see cref="Pages"/>, and removes in short writes.</summary>
public static class RetentionPages
{
    /// <summary>Documents in one write.</summary>
    private const int AtOnce = 25;

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
    public static IAsyncEnumerable<int> RemoveOld<T>(IStore store, DocumentKind<T> kind, RetentionRun run, Func<T, bool> isOld, CancellationToken cancellation)
        where T : class => RemoveWhere(store, kind, run, (_, document) => isOld(document), cancellation);

    /// <summary>Removes all of a kind for which <paramref name="isOver"/> says yes, twice: when they are looked at, and in the transaction.</summary>
    /// <param name="store">The store.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="run">The sweep.</param>
    /// <param name="isOver">May read what the document belongs to.</param>
    /// <param name="cancellation">Ends the sweep.</param>
    public static async IAsyncEnumerable<int> RemoveWhere<T>(
        IStore store, DocumentKind<T> kind, RetentionRun run, Func<IStoreReader, T, bool> isOver, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        await foreach (var page in Pages.Of(store, kind, cancellation))
        {
            var over = await store.ReadAsync<List<T>>(reader => [.. page.Where(document => isOver(reader, document))], cancellation);
            run.Count(kind.Name, await ChangeAsync(store, kind, over, (transaction, document) => Remove(transaction, kind, document, isOver), cancellation));
            yield return page.Count;
        }
    }

    private static bool Remove<T>(IStoreTransaction transaction, DocumentKind<T> kind, T document, Func<IStoreReader, T, bool> isOver)
        where T : class
    {
        var over = isOver(transaction, document);
        if (over)
        {
            transaction.Delete(kind, kind.Id(document));
        }

        return over;
    }
}
