namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>One caller's work, waiting in the queue.</summary>
internal abstract class Work
{
    public abstract void Run(Batch batch);

    /// <summary>Tells the caller. With a fault, nothing of the batch was written, and a result that rested on it counts for nothing.</summary>
    public abstract void Complete(Exception? fault);
}

internal sealed class Work<TResult>(Func<Batch, TResult> work, CancellationToken cancellation) : Work
{
    // The caller goes on elsewhere: the owner thread must not run what comes after a message was stored.
    private readonly TaskCompletionSource<TResult> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? result;
    private Exception? error;
    private bool cancelled;

    public Task<TResult> Task => done.Task;

    public override void Run(Batch batch)
    {
        if (cancellation.IsCancellationRequested)
        {
            cancelled = true;
            return;
        }

        try
        {
            result = work(batch);
        }
        catch (Exception failure)
        {
            error = failure;
        }
    }

    public override void Complete(Exception? fault)
    {
        if (cancelled)
        {
            done.SetCanceled(cancellation);
        }
        else if (fault is not null || error is not null)
        {
            done.SetException(fault ?? error!);
        }
        else
        {
            done.SetResult(result!);
        }
    }
}
