using System.Runtime.CompilerServices;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Operations;

/// <summary>All documents of a kind, in short reads, so that nobody's turn waits for an operator's list.</summary>
internal static class Pages
{
    /// <summary>So many documents are opened in about 1 ms; turns that arrive meanwhile wait for it.</summary>
    public const int Size = 25;

    public static async IAsyncEnumerable<T> All<T>(IStore store, DocumentKind<T> kind, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        string? after = null;
        while (true)
        {
            var page = await store.ReadAsync(reader => reader.Scan(kind, Size, after), cancellation);
            foreach (var document in page)
            {
                yield return document;
            }

            if (page.Count < Size)
            {
                yield break;
            }

            after = kind.Id(page[^1]);
        }
    }
}
