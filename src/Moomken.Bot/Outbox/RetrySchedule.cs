namespace Moomken.Bot.Outbox;

/// <summary>
/// How long to wait before the next attempt: doubling from two seconds to five minutes, the last half of it by chance, so that
/// all who failed together do not come back together. Thread-safe.
/// </summary>
public sealed class RetrySchedule(Random random)
{
    /// <summary>Where the provider cannot be asked: an answer of ours that may or may not have arrived is sent once more and then left: twice the same reply is harmless, a missing case code is not.</summary>
    public const int TriesWhenUnknown = 2;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private readonly Lock gate = new();

    /// <summary>The longest that <see cref="Wait"/> may give.</summary>
    public static TimeSpan After(int attempts)
    {
        var wait = TimeSpan.FromSeconds(Math.Pow(2, Math.Clamp(attempts, 1, 10)));
        return wait < Longest ? wait : Longest;
    }

    /// <summary>After a report that a message did not arrive, 1, 5, 10, 20 and then 30 minutes: a phone without power or signal does not come back in seconds, nor an operator.</summary>
    public static TimeSpan AfterReport(int returns) => returns == 0 ? TimeSpan.FromMinutes(1) : Longest * Math.Min(6, Math.Pow(2, Math.Min(returns - 1, 3)));

    public TimeSpan Wait(int attempts)
    {
        lock (gate)
        {
            return After(attempts) * (0.5 + (random.NextDouble() / 2));
        }
    }
}
