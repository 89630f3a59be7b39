using System.Runtime.CompilerServices;

namespace Moomken.Bot.Storage;

/// <summary>All documents of a kind, in short reads, so that nobody's turn waits for a sweep or an operator's list.</summary>
public static class Pages
{
    /// <summary>So many documents are opened in about 1 ms; turns that arrive meanwhile wait for it.</summary>
    public const int Size = 25;

    /// <summary>All of a kind, one by one, in the order of their ids.</summary>
    public static async IAsyncEnumerable<T> All<T>(IStore store, DocumentKind<T> kind, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        await foreach (var page in Of(store, kind, cancellation))
        {
            foreach (var document in page)
            {
                yield return document;
            }
        }
    }

    /// <summary>All of a kind, page by page; the last page may be empty.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> Of<T>(IStore store, DocumentKind<T> kind, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        string? after = null;
        IReadOnlyList<T> page;
        do
        {
            page = await store.ReadAsync(reader => reader.Scan(kind, Size, after), cancellation);
            yield return page;
            after = page.Count == 0 ? null : kind.Id(page[^1]);
        }
        while (page.Count == Size);
    }
}
