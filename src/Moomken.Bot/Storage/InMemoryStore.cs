namespace Moomken.Bot.Storage;

/// <summary>
/// The store of tests and of the terminal: the same rules as on disk, and nothing left at the end. A work runs at once,
/// on the caller's thread, while the others wait.
/// </summary>
public sealed class InMemoryStore : IStore
{
    private readonly Lock gate = new();
    private readonly InMemoryDocuments documents = new();
    private bool running;
    private bool closed;

    public Task<TResult> WriteAsync<TResult>(Func<IStoreTransaction, TResult> work, CancellationToken cancellation = default)
        => Run(
            () =>
            {
                var changes = new DocumentOverlay(documents);
                var transaction = new StoreTransaction(changes);
                try
                {
                    var result = work(transaction);
                    changes.Visit(documents);
                    return result;
                }
                finally
                {
                    transaction.End();
                }
            },
            cancellation);

    public Task<TResult> ReadAsync<TResult>(Func<IStoreReader, TResult> work, CancellationToken cancellation = default)
        => Run(
            () =>
            {
                var reader = new StoreReader(documents);
                try
                {
                    return work(reader);
                }
                finally
                {
                    reader.End();
                }
            },
            cancellation);

    public ValueTask DisposeAsync()
    {
        lock (gate)
        {
            closed = true;
        }

        return ValueTask.CompletedTask;
    }

    private Task<TResult> Run<TResult>(Func<TResult> work, CancellationToken cancellation)
    {
        StoreWork.RefuseTasks<TResult>();
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellation);
        }

        lock (gate)
        {
            if (Refusal() is { } refusal)
            {
                return Task.FromException<TResult>(refusal);
            }

            running = true;
            try
            {
                return Task.FromResult(work());
            }
            catch (Exception error)
            {
                return Task.FromException<TResult>(error);
            }
            finally
            {
                running = false;
            }
        }
    }

    private Exception? Refusal()
    {
        if (closed)
        {
            return new StoreUnavailableException("The store is closed: the service is stopping.");
        }

        // The lock lets its own thread in again; on disk such a work would wait for itself for ever.
        return running
            ? new InvalidOperationException("A store work asked the store for another work. It must use its own transaction.")
            : null;
    }
}
