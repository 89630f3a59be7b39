using System.Security.Cryptography;
using System.Text.Json;
using Moomken.Bot.Host.Storage.Moving;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Backup;

/// <summary>Every document of a store as the SHA-256 of its JSON, and the copying of all of them into another store.</summary>
internal sealed class StoredHashes(IStore from, IStore? to = null) : IKindVisitor
{
    private readonly SortedDictionary<string, string> hashes = new(StringComparer.Ordinal);

    public static async Task<SortedDictionary<string, string>> Of(IStore store)
    {
        var seen = new StoredHashes(store);
        await StoredKinds.VisitAllAsync(seen);
        return seen.hashes;
    }

    public static async Task Copy(IStore from, IStore to) => await StoredKinds.VisitAllAsync(new StoredHashes(from, to));

    public async Task VisitAsync<T>(DocumentKind<T> kind)
        where T : class
    {
        var all = await from.ReadAsync(reader => reader.Scan(kind, 10_000));
        foreach (var document in all)
        {
            hashes[$"{kind.Name}/{kind.Id(document)}"] = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(document, kind.Json)));
        }

        await (to?.WriteAsync(transaction =>
        {
            foreach (var document in all)
            {
                transaction.Put(kind, document);
            }

            return true;
        }) ?? Task.FromResult(true));
    }
}
