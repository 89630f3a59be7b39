using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

/// <summary>
/// Conversations of one account that have something to send now, by the lane of their next message, and the gate through
/// which they leave, at the account's <see cref="AccountPace"/>. A higher lane always leaves first. Nobody spins: one worker waits for the moment at which the next may leave. Thread-safe.
/// </summary>
internal sealed class AccountLanes : IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim turnstile = new(1);
    private readonly TimeProvider time;
    private readonly AccountPace pace;
    private readonly LaneQueues lanes = new();
    private TaskCompletionSource? waiter;

    public AccountLanes(string channel, string account, SendRates rates, RetrySchedule schedule, TimeProvider time)
    {
        (Channel, Account, Rates, this.time) = (channel, account, rates, time);
        pace = new AccountPace(rates, schedule, time);
    }

    public string Channel { get; }

    public string Account { get; }

    public SendRates Rates { get; }

    /// <param name="move">The conversation.</param>
    /// <param name="cost">In the account's unit; 0 when nothing is sent, only written.</param>
    public void Add(QueueMove move, int cost)
    {
        TaskCompletionSource? woken;
        lock (gate)
        {
            lanes.Add(move, cost);
            (woken, waiter) = (waiter, null);
        }

        woken?.TrySetResult();
    }

    /// <summary>Null when nothing may leave now.</summary>
    public QueueMove? NextNow()
    {
        lock (gate)
        {
            return lanes.Next(pace, out _);
        }
    }

    /// <summary>Null when the wait was cancelled.</summary>
    public async ValueTask<QueueMove?> NextAsync(CancellationToken cancellation)
    {
        if (!cancellation.IsCancellationRequested && NextNow() is { } ready)
        {
            return ready;
        }

        try
        {
            await turnstile.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        try
        {
            return await WaitForNextAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            turnstile.Release();
        }
    }

    /// <summary>Takes note of how an attempt ended; null when none was made.</summary>
    public void Heard(SendResult? result)
    {
        TaskCompletionSource? woken;
        lock (gate)
        {
            var probing = pace.Circuit.State == Circuit.Probing;
            pace.Heard(result);

            // While a probe is on its way the others wait for its end and for no timer.
            woken = probing ? waiter : null;
            waiter = probing ? null : waiter;
        }

        woken?.TrySetResult();
    }

    /// <summary>Nothing leaves before then. An earlier moment than one that is known changes nothing.</summary>
    public void PauseUntil(DateTimeOffset until)
    {
        lock (gate)
        {
            pace.PauseUntil(until);
        }
    }

    public void Dispose()
    {
        turnstile.Dispose();
        pace.Dispose();
    }

    public AccountState State()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            return new AccountState(
                Channel, Account, pace.Circuit.State, pace.Circuit.Reason, pace.Circuit.Until, pace.PausedUntil > now ? pace.PausedUntil : null,
                lanes.Waiting(Lane.Safety), lanes.Waiting(Lane.Reply), lanes.Waiting(Lane.Reminder), lanes.Waiting(Lane.Broadcast));
        }
    }

    private async Task<QueueMove?> WaitForNextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            TaskCompletionSource woken;
            TimeSpan wait;
            lock (gate)
            {
                if (lanes.Next(pace, out wait) is { } move)
                {
                    return move;
                }

                waiter = woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            await using var timer = wait == Timeout.InfiniteTimeSpan
                ? null
                : time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), woken, wait, Timeout.InfiniteTimeSpan);
            await woken.Task.WaitAsync(cancellation);
        }
    }
}
