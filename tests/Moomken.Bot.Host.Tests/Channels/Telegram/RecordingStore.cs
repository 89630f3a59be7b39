using System.Collections.Concurrent;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

/// <summary>Keeps the dead letters that the channel writes, and can be full.</summary>
internal sealed class RecordingStore : IStore
{
    public ConcurrentQueue<DeadLetter> Letters { get; } = new();

    public bool Full { get; set; }

    public Task<TResult> WriteAsync<TResult>(Func<IStoreTransaction, TResult> work, CancellationToken cancellation = default) =>
        Full ? throw new StoreUnavailableException("The disk is full. Make room.") : Task.FromResult(work(new Transaction(Letters)));

    public Task<TResult> ReadAsync<TResult>(Func<IStoreReader, TResult> work, CancellationToken cancellation = default) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Transaction(ConcurrentQueue<DeadLetter> letters) : IStoreTransaction
    {
        public void Put<T>(DocumentKind<T> kind, T document, long? expectedVersion = null)
            where T : class => letters.Enqueue((DeadLetter)(object)document);

        public void Delete<T>(DocumentKind<T> kind, string id)
            where T : class => throw new NotSupportedException();

        public T? Get<T>(DocumentKind<T> kind, string id)
            where T : class => throw new NotSupportedException();

        public IReadOnlyList<T> Find<T>(DocumentKind<T> kind, string index, string key, int limit, string? after = null)
            where T : class => throw new NotSupportedException();

        public IReadOnlyList<T> Scan<T>(DocumentKind<T> kind, int limit, string? after = null)
            where T : class => throw new NotSupportedException();

        public long Version<T>(DocumentKind<T> kind, string id)
            where T : class => throw new NotSupportedException();
    }
}
