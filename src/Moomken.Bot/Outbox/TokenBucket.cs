using System.Threading.RateLimiting;

namespace Moomken.Bot.Outbox;

/// <summary>
/// A token bucket on a clock that is handed in, kept as the one moment at which it will be full again: nothing has to be
/// refilled, what it costs does not depend on the rate, and a refusal says exactly when to come back. Starts full. Nobody
/// queues in it: the lanes do. Not thread-safe.
/// </summary>
/// <param name="perSecond">Tokens that come back each second; infinity for a bucket that is never empty.</param>
/// <param name="burst">Tokens that it holds. More than that can be taken when it is full.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenBucket(double perSecond, double burst, TimeProvider time) : RateLimiter
{
    private readonly double each = TimeSpan.TicksPerSecond / perSecond;
    private DateTimeOffset fullAt;

    public override TimeSpan? IdleDuration => time.GetUtcNow() is var now && now > fullAt ? now - fullAt : null;

    /// <summary>How long until so many can be taken; takes none.</summary>
    public TimeSpan WaitFor(int permits)
    {
        var now = time.GetUtcNow();
        var missing = (fullAt > now ? (fullAt - now).Ticks : 0) + ((Math.Min(permits, burst) - burst) * each);
        return missing > 0 ? TimeSpan.FromTicks((long)Math.Ceiling(missing)) : TimeSpan.Zero;
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        var wait = WaitFor(permitCount);
        if (wait > TimeSpan.Zero)
        {
            return new RateLease(wait);
        }

        var now = time.GetUtcNow();
        fullAt = (fullAt > now ? fullAt : now) + TimeSpan.FromTicks((long)(permitCount * each));
        return RateLease.Granted;
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));
}
