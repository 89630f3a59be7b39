using System.Text.Json;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Channels.WebChat.Support;

/// <summary>The store's contract in a dictionary. Documents go through their JSON, so that a field that is not written is missed here too.</summary>
internal sealed class MemoryStore : IStore
{
    private readonly Lock gate = new();
    private Dictionary<string, SortedDictionary<string, (byte[] Json, long Version)>> kinds = [];

    /// <summary>When set, writing fails as on a full disk.</summary>
    public bool Full { get; set; }

    public Task<TResult> WriteAsync<TResult>(Func<IStoreTransaction, TResult> work, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            if (Full)
            {
                return Task.FromException<TResult>(new StoreUnavailableException("The disk is full. Make room."));
            }

            var copy = kinds.ToDictionary(
                kind => kind.Key, kind => new SortedDictionary<string, (byte[], long)>(kind.Value, StringComparer.Ordinal));
            try
            {
                var result = work(new Transaction(copy));
                kinds = copy;
                return Task.FromResult(result);
            }
            catch (StoreConflictException conflict)
            {
                return Task.FromException<TResult>(conflict);
            }
        }
    }

    public Task<TResult> ReadAsync<TResult>(Func<IStoreReader, TResult> work, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            return Task.FromResult(work(new Transaction(kinds)));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Transaction(Dictionary<string, SortedDictionary<string, (byte[] Json, long Version)>> kinds) : IStoreTransaction
    {
        public T? Get<T>(DocumentKind<T> kind, string id)
            where T : class => Of(kind).TryGetValue(id, out var found) ? Read(kind, found.Json) : null;

        public IReadOnlyList<T> Find<T>(DocumentKind<T> kind, string index, string key, int limit, string? after = null)
            where T : class
        {
            var read = kind.Indexes.Single(declared => declared.Name == index).Key;
            return [.. Scan(kind, int.MaxValue, after).Where(document => read(document) == key).Take(limit)];
        }

        public IReadOnlyList<T> Scan<T>(DocumentKind<T> kind, int limit, string? after = null)
            where T : class =>
            [.. Of(kind).Where(entry => after is null || string.CompareOrdinal(entry.Key, after) > 0).Take(limit).Select(entry => Read(kind, entry.Value.Json))];

        public long Version<T>(DocumentKind<T> kind, string id)
            where T : class => Of(kind).TryGetValue(id, out var found) ? found.Version : 0;

        public void Put<T>(DocumentKind<T> kind, T document, long? expectedVersion = null)
            where T : class
        {
            var id = kind.Id(document);
            var version = Version(kind, id);
            if (expectedVersion is { } expected && expected != version)
            {
                throw new StoreConflictException(kind.Name, id);
            }

            Of(kind)[id] = (JsonSerializer.SerializeToUtf8Bytes(document, kind.Json), version + 1);
        }

        public void Delete<T>(DocumentKind<T> kind, string id)
            where T : class => Of(kind).Remove(id);

        private static T Read<T>(DocumentKind<T> kind, byte[] json)
            where T : class => JsonSerializer.Deserialize(json, kind.Json)!;

        private SortedDictionary<string, (byte[] Json, long Version)> Of<T>(DocumentKind<T> kind)
            where T : class
        {
            if (!kinds.TryGetValue(kind.Name, out var documents))
            {
                kinds[kind.Name] = documents = new(StringComparer.Ordinal);
            }

            return documents;
        }
    }
}
