using System.Text.Json;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Tests.Support;

/// <summary>
/// The store's contract in a dictionary: one work after another, all of a work or none, documents written as their own
/// JSON so that a field which does not survive writing shows. <see cref="BeforeCommit"/> lets a test cut the power.
/// </summary>
internal sealed class FakeStore : IStore
{
    private readonly Lock gate = new();
    private SortedDictionary<string, (string Json, long Version)> documents = new(StringComparer.Ordinal);

    /// <summary>Called before each commit; what it throws is thrown by <c>WriteAsync</c>, with nothing written.</summary>
    public Action BeforeCommit { get; set; } = () => { };

    public Task<TResult> WriteAsync<TResult>(Func<IStoreTransaction, TResult> work, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            var copy = new SortedDictionary<string, (string, long)>(documents, StringComparer.Ordinal);
            var result = work(new Transaction(copy));
            BeforeCommit();
            documents = copy;
            return Task.FromResult(result);
        }
    }

    public Task<TResult> ReadAsync<TResult>(Func<IStoreReader, TResult> work, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(work(new Transaction(documents)));
        }
    }

    /// <summary>Everything that is stored, as it is written.</summary>
    public string Dump()
    {
        lock (gate)
        {
            return string.Join('\n', documents.Select(document => $"{document.Key} {document.Value.Json}"));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Transaction(SortedDictionary<string, (string Json, long Version)> documents) : IStoreTransaction
    {
        public T? Get<T>(DocumentKind<T> kind, string id)
            where T : class => documents.TryGetValue($"{kind.Name}/{id}", out var found) ? JsonSerializer.Deserialize(found.Json, kind.Json) : null;

        public IReadOnlyList<T> Find<T>(DocumentKind<T> kind, string index, string key, int limit, string? after = null)
            where T : class
        {
            var declared = kind.Indexes.Single(one => one.Name == index);
            return [.. All(kind, after).Where(document => declared.Key(document) == key).Take(limit)];
        }

        public IReadOnlyList<T> Scan<T>(DocumentKind<T> kind, int limit, string? after = null)
            where T : class => [.. All(kind, after).Take(limit)];

        public long Version<T>(DocumentKind<T> kind, string id)
            where T : class => documents.TryGetValue($"{kind.Name}/{id}", out var found) ? found.Version : 0;

        public void Put<T>(DocumentKind<T> kind, T document, long? expectedVersion = null)
            where T : class
        {
            var id = kind.Id(document);
            if (expectedVersion is { } expected && expected != Version(kind, id))
            {
                throw new StoreConflictException(kind.Name, id);
            }

            documents[$"{kind.Name}/{id}"] = (JsonSerializer.Serialize(document, kind.Json), Version(kind, id) + 1);
        }

        public void Delete<T>(DocumentKind<T> kind, string id)
            where T : class => documents.Remove($"{kind.Name}/{id}");

        private IEnumerable<T> All<T>(DocumentKind<T> kind, string? after)
            where T : class => documents
            .Where(document => document.Key.StartsWith(kind.Name + "/", StringComparison.Ordinal))
            .Where(document => after is null || string.CompareOrdinal(document.Key[(kind.Name.Length + 1)..], after) > 0)
            .Select(document => JsonSerializer.Deserialize(document.Value.Json, kind.Json)!);
    }
}
