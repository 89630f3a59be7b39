using System.Security.Cryptography;
using System.Text.Json;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Moving;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Backup;

/// <summary>What can be done with the rows of one kind without knowing its type.</summary>
internal abstract class ArchivedKind
{
    /// <summary>The document. Throws <see cref="StoreUnavailableException"/> when it cannot be opened or is of a newer version.</summary>
    public abstract object Open(ArchivedRow row);

    /// <summary>Writes the rows into a store, over whatever is there.</summary>
    public abstract Task ImportAsync(IStore store, IReadOnlyList<ArchivedRow> rows);

    /// <summary>The ids of those that are not in the store as they are here. A store that was just opened reads them from its disk.</summary>
    public abstract Task<IReadOnlyList<string>> MissingAsync(IStore store, IReadOnlyList<ArchivedRow> rows);

    /// <summary>Every kind that this program knows, by its name.</summary>
    public static async Task<IReadOnlyDictionary<string, ArchivedKind>> AllAsync(Vault vault)
    {
        var all = new Collector(new RowFormat(vault, new LiteDbStoreOptions { DataDirectory = "" }.MaxDocumentBytes));
        await StoredKinds.VisitAllAsync(all);
        return all.Kinds;
    }

    private sealed class Collector(RowFormat format) : IKindVisitor
    {
        public Dictionary<string, ArchivedKind> Kinds { get; } = new(StringComparer.Ordinal);

        public Task VisitAsync<T>(DocumentKind<T> kind)
            where T : class
        {
            Kinds[kind.Name] = new ArchivedKind<T>(kind, format);
            return Task.CompletedTask;
        }
    }
}

internal sealed class ArchivedKind<T>(DocumentKind<T> kind, RowFormat format) : ArchivedKind
    where T : class
{
    public override object Open(ArchivedRow row) => Read(row).Document!;

    public override Task ImportAsync(IStore store, IReadOnlyList<ArchivedRow> rows)
    {
        var documents = rows.Select(Read).ToList();
        return store is PostgresStore database ? database.ImportAsync(kind, documents) : store.WriteAsync(transaction => Put(transaction, documents));
    }

    public override async Task<IReadOnlyList<string>> MissingAsync(IStore store, IReadOnlyList<ArchivedRow> rows)
    {
        List<string> ids = [.. rows.Select(row => row.Id)];
        var there = store is PostgresStore database
            ? await database.ReadManyAsync(reader => reader.GetMany(kind, ids), CancellationToken.None)
            : await store.ReadAsync(reader => ids.Select(id => reader.Get(kind, id)).OfType<T>().ToList());
        var hashes = there.ToDictionary(kind.Id, Hash, StringComparer.Ordinal);
        return [.. rows.Where(row => hashes.GetValueOrDefault(row.Id) != Hash(Read(row).Document!)).Select(row => row.Id)];
    }

    private StoredDocument<T> Read(ArchivedRow row) => format.Read(kind, row.Id, row.Version, row.Sealed);

    private bool Put(IStoreTransaction transaction, List<StoredDocument<T>> documents)
    {
        documents.ForEach(document => transaction.Put(kind, document.Document!));
        return true;
    }

    private string Hash(T document) => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(document, kind.Json)));
}
