using System.Threading.RateLimiting;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

/// <summary>
/// How fast one account may send now, by lane: its rate, the part of it that broadcasts may use, a pause that the provider asked
/// for, the circuit. A lease is leave to send one message; its permits are what the message costs. Not thread-safe: the account's gate guards it.
/// </summary>
internal sealed class AccountPace(SendRates rates, RetrySchedule schedule, TimeProvider time) : PartitionedRateLimiter<Lane>
{
    /// <summary>Answers one after the other, of different people, that say "slow down": then it is the account that must.</summary>
    private const int ThrottledPeople = 5;

    /// <summary>A quarter of a second's worth may leave at once.</summary>
    private const double Burst = 0.25;

    private readonly TokenBucket all = new(rates.PerSecond, Math.Max(1, rates.PerSecond * Burst), time);
    private readonly TokenBucket bulk = new(rates.PerSecond * SendRates.Bulk, Math.Max(1, rates.PerSecond * SendRates.Bulk * Burst), time);
    private int throttledInARow;

    public CircuitBreaker Circuit { get; } = new(schedule);

    public DateTimeOffset PausedUntil { get; private set; }

    /// <summary>Takes note of how an attempt ended; null when none was made.</summary>
    public void Heard(SendResult? result)
    {
        var now = time.GetUtcNow();
        Circuit.Heard(result, now);
        throttledInARow = result is SendResult.Throttled ? throttledInARow + 1 : result is null ? throttledInARow : 0;
        if (result is SendResult.Throttled throttled && (throttled.WholeAccount || throttledInARow >= ThrottledPeople))
        {
            PauseUntil(now + throttled.RetryAfter);
        }
    }

    /// <summary>Never shorter than it is: an answer of an attempt that left earlier must not end an hour's wait after a second.</summary>
    public void PauseUntil(DateTimeOffset until) => PausedUntil = until > PausedUntil ? until : PausedUntil;

    public override RateLimiterStatistics? GetStatistics(Lane resource) => null;

    /// <summary>The message leaves, or the lease says for how long it must wait: for ever while only the end of a probe will tell.</summary>
    protected override RateLimitLease AttemptAcquireCore(Lane resource, int permitCount)
    {
        var wait = WaitFor(resource, permitCount);
        if (wait != TimeSpan.Zero)
        {
            return new RateLease(wait);
        }

        // Both buckets or neither: a refusal of one must not cost the other anything.
        Circuit.Take();
        using var ofAll = all.AttemptAcquire(permitCount);
        using var ofBulk = IsBulk(resource) ? bulk.AttemptAcquire(permitCount) : null;
        return RateLease.Granted;
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(Lane resource, int permitCount, CancellationToken cancellationToken) =>
        new(AttemptAcquireCore(resource, permitCount));

    protected override void Dispose(bool disposing)
    {
        all.Dispose();
        bulk.Dispose();
        base.Dispose(disposing);
    }

    private TimeSpan WaitFor(Lane lane, int cost)
    {
        var now = time.GetUtcNow();
        var closed = Circuit.WaitFor(now);
        if (closed == Timeout.InfiniteTimeSpan)
        {
            return closed;
        }

        var wait = Longer(all.WaitFor(cost), Longer(closed, PausedUntil - now));
        return IsBulk(lane) ? Longer(wait, bulk.WaitFor(cost)) : wait;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static bool IsBulk(Lane lane) => lane >= Lane.Reminder;
}
