namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>One caller's work, waiting in the queue. It may be run again when its commit met another's.</summary>
/// <param name="conversation">Works of one conversation are never in two commits at a time, so they keep their order. Empty: works that name none share one place.</param>
internal abstract class WaitingWork(string conversation)
{
    public string Conversation => conversation;

    public abstract void Run(WorkTransaction transaction);

    /// <summary>Tells the caller. With a fault, nothing of the commit was written, and a result that rested on it counts for nothing.</summary>
    public abstract void Complete(Exception? fault);
}

internal sealed class WaitingWork<TResult>(string conversation, Func<WorkTransaction, TResult> work, CancellationToken cancellation) : WaitingWork(conversation)
{
    // The caller goes on elsewhere: a lane must not run what comes after a message was stored.
    private readonly TaskCompletionSource<TResult> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? result;
    private Exception? error;
    private bool cancelled;

    public Task<TResult> Task => done.Task;

    public override void Run(WorkTransaction transaction)
    {
        (result, error) = (default, null);
        if (cancellation.IsCancellationRequested)
        {
            cancelled = true;
            return;
        }

        try
        {
            result = work(transaction);
        }
        catch (Exception failure) when (failure is not DatabaseFault)
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
