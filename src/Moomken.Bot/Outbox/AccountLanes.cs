using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

/// <summary>
/// Conversations of one account that have something to send now, by the lane of their next message, and the gate through
/// which they leave: the account's rate, the part of it that broadcasts may use, a pause that the provider asked for, the circuit.
/// A higher lane always leaves first. Nobody spins: one worker waits for the moment at which the next may leave. Thread-safe.
/// </summary>
internal sealed class AccountLanes : IDisposable
{
    /// <summary>Answers one after the other, of different people, that say "slow down": then it is the account that must.</summary>
    private const int ThrottledPeople = 5;

    /// <summary>A quarter of a second's worth may leave at once.</summary>
    private const double Burst = 0.25;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim turnstile = new(1);
    private readonly TimeProvider time;
    private readonly TokenBucket all;
    private readonly TokenBucket bulk;
    private readonly CircuitBreaker circuit;
    private readonly LaneQueues lanes = new();
    private TaskCompletionSource? waiter;
    private DateTimeOffset pausedUntil;
    private int throttledInARow;

    public AccountLanes(string channel, string account, SendRates rates, RetrySchedule schedule, TimeProvider time)
    {
        (Channel, Account, Rates, this.time) = (channel, account, rates, time);
        all = new TokenBucket(rates.PerSecond, Math.Max(1, rates.PerSecond * Burst));
        bulk = new TokenBucket(rates.PerSecond * SendRates.Bulk, Math.Max(1, rates.PerSecond * SendRates.Bulk * Burst));
        circuit = new CircuitBreaker(schedule);
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
            return Pick(time.GetUtcNow(), out _);
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
            var (now, probing) = (time.GetUtcNow(), circuit.State == Circuit.Probing);
            circuit.Heard(result, now);
            throttledInARow = result is SendResult.Throttled ? throttledInARow + 1 : result is null ? throttledInARow : 0;
            if (result is SendResult.Throttled throttled && (throttled.WholeAccount || throttledInARow >= ThrottledPeople))
            {
                pausedUntil = now + throttled.RetryAfter;
            }

            // While a probe is on its way the others wait for its end and for no timer.
            woken = probing ? waiter : null;
            waiter = probing ? null : waiter;
        }

        woken?.TrySetResult();
    }

    public void Dispose() => turnstile.Dispose();

    public AccountState State()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            return new AccountState(
                Channel, Account, circuit.State, circuit.Reason, circuit.Until, pausedUntil > now ? pausedUntil : null,
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
                if (Pick(time.GetUtcNow(), out wait) is { } move)
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

    /// <summary>The first of the highest lane, if it may leave; else how long it must wait, for ever when there is none.</summary>
    private QueueMove? Pick(DateTimeOffset now, out TimeSpan wait)
    {
        wait = Timeout.InfiniteTimeSpan;
        if (lanes.Highest() is not { } lane)
        {
            return null;
        }

        var (move, cost) = lane.Peek();
        wait = WaitFor(move.Lane, cost, now);
        if (wait != TimeSpan.Zero)
        {
            return null;
        }

        lane.Dequeue();
        Pay(move.Lane, cost, now);
        return move;
    }

    private void Pay(Lane lane, int cost, DateTimeOffset now)
    {
        if (cost == 0)
        {
            return;
        }

        circuit.Take();
        all.Take(cost, now);
        if (IsBulk(lane))
        {
            bulk.Take(cost, now);
        }
    }

    private TimeSpan WaitFor(Lane lane, int cost, DateTimeOffset now)
    {
        if (cost == 0)
        {
            return TimeSpan.Zero;
        }

        var closed = circuit.WaitFor(now);
        if (closed == Timeout.InfiniteTimeSpan)
        {
            return closed;
        }

        var wait = Longer(all.WaitFor(cost, now), Longer(closed, pausedUntil - now));
        return IsBulk(lane) ? Longer(wait, bulk.WaitFor(cost, now)) : wait;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static bool IsBulk(Lane lane) => lane >= Lane.Reminder;
}
