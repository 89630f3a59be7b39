using Moomken.Bot.Storage;

namespace Moomken.Bot.Tests.Retention;

/// <summary>Somebody's write always comes between a read of this store and its first write.</summary>
internal sealed class StoreWithHaste(IStore store, Func<Task> first) : IStore
{
    private Func<Task>? first = first;

    public async Task<TResult> WriteAsync<TResult>(Func<IStoreTransaction, TResult> work, CancellationToken cancellation = default)
    {
        await (Interlocked.Exchange(ref first, null)?.Invoke() ?? Task.CompletedTask);
        return await store.WriteAsync(work, cancellation);
    }

    public Task<TResult> ReadAsync<TResult>(Func<IStoreReader, TResult> work, CancellationToken cancellation = default) => store.ReadAsync(work, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
