namespace Moomken.Bot.Outbox;

/// <summary>
/// A token bucket, kept as the one moment at which it will be full again: nothing has to be refilled, and what it costs does
/// not depend on the rate. Starts full. Not thread-safe.
/// </summary>
/// <param name="perSecond">Tokens that come back each second; infinity for a bucket that is never empty.</param>
/// <param name="burst">Tokens that it holds.</param>
internal sealed class TokenBucket(double perSecond, double burst)
{
    private readonly double each = TimeSpan.TicksPerSecond / perSecond;
    private DateTimeOffset fullAt;

    /// <summary>How long until so many can be taken. More than the bucket holds can be taken when it is full.</summary>
    public TimeSpan WaitFor(int tokens, DateTimeOffset now)
    {
        var missing = (fullAt > now ? (fullAt - now).Ticks : 0) + ((Math.Min(tokens, burst) - burst) * each);
        return missing > 0 ? TimeSpan.FromTicks((long)Math.Ceiling(missing)) : TimeSpan.Zero;
    }

    public void Take(int tokens, DateTimeOffset now) => fullAt = (fullAt > now ? fullAt : now) + TimeSpan.FromTicks((long)(tokens * each));
}
