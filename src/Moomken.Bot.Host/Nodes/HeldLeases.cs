using System.Collections.Frozen;

namespace Moomken.Bot.Host.Nodes;

/// <summary>
/// The leases that this node holds, and until when by its own clocks. Both clocks must agree: one of them stands still while a
/// machine is suspended. Thread-safe.
/// </summary>
internal sealed class HeldLeases(TimeProvider time)
{
    /// <summary>How long the database keeps a lease for a node that says nothing.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);

    /// <summary>The node itself stops so much earlier: what it had begun to send is through before another begins.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    private volatile Held held = Held.None;

    public bool Holds(string name)
    {
        var now = held;
        return now.Terms.ContainsKey(name) && time.GetTimestamp() < now.UntilTicks && time.GetUtcNow() < now.UntilTime;
    }

    /// <summary>The term of a lease that is held: another when it was lost in between. Null when it is not held.</summary>
    public long? Term(string name) => Holds(name) ? held.Terms[name] : null;

    /// <summary>When a request for leases is sent; what it brings counts from here.</summary>
    public LeaseClock Clock() => new(time.GetTimestamp(), time.GetUtcNow());

    public void Set(LeaseClock asked, IReadOnlyDictionary<string, long> terms) => held = new Held(
        terms.ToFrozenDictionary(StringComparer.Ordinal),
        asked.Ticks + (long)((Lasts - Margin).TotalSeconds * time.TimestampFrequency),
        asked.Time + Lasts - Margin);

    public void LoseAll() => held = Held.None;

    private sealed record Held(FrozenDictionary<string, long> Terms, long UntilTicks, DateTimeOffset UntilTime)
    {
        public static readonly Held None = new(FrozenDictionary<string, long>.Empty, 0, DateTimeOffset.MinValue);
    }
}

/// <summary>A moment on both clocks.</summary>
internal readonly record struct LeaseClock(long Ticks, DateTimeOffset Time);
