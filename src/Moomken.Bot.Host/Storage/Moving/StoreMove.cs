using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.Moving;

/// <summary>What was moved and proved to be the same.</summary>
/// <param name="Kind">Name of the kind.</param>
/// <param name="Documents">How many there are, on both sides.</param>
/// <param name="Written">How many this run wrote; fewer when an earlier run had been cut off.</param>
internal sealed record MovedKind(string Kind, int Documents, int Written);

/// <summary>
/// Copies the documents of a data folder into PostgreSQL and proves for each that it arrived: the SHA-256 of its JSON is
/// the same on both sides, and neither side has more. It may be cut off and run again: what is there already and equal stays.
/// </summary>
internal sealed class StoreMove(LiteDbStore from, PostgresStore to, SentLogFile sent) : IKindVisitor
{
    private const int Page = 200;
    private readonly List<MovedKind> moved = [];

    public async Task<IReadOnlyList<MovedKind>> RunAsync()
    {
        await StoredKinds.VisitAllAsync(this);
        foreach (var (message, provider) in sent.Recovered)
        {
            await to.NoteSentAsync(message, provider, taken: true);
        }

        foreach (var message in sent.Began)
        {
            await to.NoteSentAsync(message, null, taken: false);
        }

        return moved;
    }

    public async Task VisitAsync<T>(DocumentKind<T> kind)
        where T : class
    {
        var (count, written) = (0, 0);
        for (var (after, more) = ((string?)null, true); more;)
        {
            var page = await PageAsync(kind, after);
            written += await CopyAsync(kind, page);
            (count, more) = (count + page.Count, page.Count == Page);
            after = more ? page[^1].Id : after;
        }

        await ProveAsync(kind, count);
        moved.Add(new MovedKind(kind.Name, count, written));
    }

    private Task<List<StoredDocument<T>>> PageAsync<T>(DocumentKind<T> kind, string? after)
        where T : class
        => from.ReadAsync(reader => reader.Scan(kind, Page, after).Select(document => new StoredDocument<T>(kind.Id(document), document, reader.Version(kind, kind.Id(document)))).ToList());

    private async Task<int> CopyAsync<T>(DocumentKind<T> kind, List<StoredDocument<T>> page)
        where T : class
    {
        var there = await to.ReadManyAsync(reader => reader.GetMany(kind, page.ConvertAll(document => document.Id)), CancellationToken.None);
        var hashes = there.ToDictionary(kind.Id, document => Hash(kind, document));
        var missing = page.Where(document => hashes.GetValueOrDefault(document.Id) != Hash(kind, document.Document!)).ToList();
        if (missing.Count > 0)
        {
            await to.ImportAsync(kind, missing);
        }

        return missing.Count;
    }

    // Read anew from both sides: what was copied, and that nothing else is there.
    private async Task ProveAsync<T>(DocumentKind<T> kind, int count)
        where T : class
    {
        var compared = 0;
        for (var (after, more) = ((string?)null, true); more;)
        {
            var last = after;
            var (here, there) = (await PageAsync(kind, last), await to.ReadAsync(reader => reader.Scan(kind, Page, last)));
            if (!here.Select(document => (document.Id, Hash(kind, document.Document!))).SequenceEqual(there.Select(document => (kind.Id(document), Hash(kind, document)))))
            {
                throw new StoreUnavailableException(
                    $"The documents of {kind.Name} are not the same on both sides{(last is null ? "" : $" after {last}")}. Nothing is lost: the data folder is as it was. Empty the database and run the move again.");
            }

            (compared, more) = (compared + here.Count, here.Count == Page);
            after = more ? here[^1].Id : last;
        }

        if (compared != count)
        {
            throw new StoreUnavailableException($"The documents of {kind.Name} changed while they were moved. Stop whatever uses the data folder, and run the move again.");
        }
    }

    private static string Hash<T>(DocumentKind<T> kind, T document)
        where T : class
        => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(document, kind.Json))));
}
