using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

/// <summary>
/// How fast one account may send now: its rate, the part of it that broadcasts may use, a pause that the provider asked for, the
/// circuit. Not thread-safe: the account's gate guards it.
/// </summary>
internal sealed class AccountPace(SendRates rates, RetrySchedule schedule)
{
    /// <summary>Answers one after the other, of different people, that say "slow down": then it is the account that must.</summary>
    private const int ThrottledPeople = 5;

    /// <summary>A quarter of a second's worth may leave at once.</summary>
    private const double Burst = 0.25;

    private readonly TokenBucket all = new(rates.PerSecond, Math.Max(1, rates.PerSecond * Burst));
    private readonly TokenBucket bulk = new(rates.PerSecond * SendRates.Bulk, Math.Max(1, rates.PerSecond * SendRates.Bulk * Burst));
    private int throttledInARow;

    public CircuitBreaker Circuit { get; } = new(schedule);

    public DateTimeOffset PausedUntil { get; private set; }

    /// <summary>How long a message of this lane and cost must wait; for ever while only the end of a probe will tell.</summary>
    public TimeSpan WaitFor(Lane lane, int cost, DateTimeOffset now)
    {
        if (cost == 0)
        {
            return TimeSpan.Zero;
        }

        var closed = Circuit.WaitFor(now);
        if (closed == Timeout.InfiniteTimeSpan)
        {
            return closed;
        }

        var wait = Longer(all.WaitFor(cost, now), Longer(closed, PausedUntil - now));
        return IsBulk(lane) ? Longer(wait, bulk.WaitFor(cost, now)) : wait;
    }

    /// <summary>The message leaves.</summary>
    public void Pay(Lane lane, int cost, DateTimeOffset now)
    {
        if (cost == 0)
        {
            return;
        }

        Circuit.Take();
        all.Take(cost, now);
        if (IsBulk(lane))
        {
            bulk.Take(cost, now);
        }
    }

    /// <summary>Takes note of how an attempt ended; null when none was made.</summary>
    public void Heard(SendResult? result, DateTimeOffset now)
    {
        Circuit.Heard(result, now);
        throttledInARow = result is SendResult.Throttled ? throttledInARow + 1 : result is null ? throttledInARow : 0;
        if (result is SendResult.Throttled throttled && (throttled.WholeAccount || throttledInARow >= ThrottledPeople))
        {
            PauseUntil(now + throttled.RetryAfter);
        }
    }

    /// <summary>Never shorter than it is: an answer of an attempt that left earlier must not end an hour's wait after a second.</summary>
    public void PauseUntil(DateTimeOffset until) => PausedUntil = until > PausedUntil ? until : PausedUntil;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static bool IsBulk(Lane lane) => lane >= Lane.Reminder;
}
