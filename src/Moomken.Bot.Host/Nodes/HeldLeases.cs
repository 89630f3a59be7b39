using System.Collections.Concurrent;
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

    /// <summary>By lease, the term under which all that others had left was gone through.</summary>
    private readonly ConcurrentDictionary<string, long> gone = new(StringComparer.Ordinal);

    private volatile Held held = Held.None;
    private int spells;

    public bool Holds(string name) => Term(name) is not null;

    /// <summary>The term of a lease that is held: another when it was lost in between. Null when it is not held.</summary>
    public long? Term(string name)
    {
        var now = held;
        return now.Terms.TryGetValue(name, out var term) && IsNow(now) ? term : null;
    }

    /// <summary>What is held now, with the terms.</summary>
    public IReadOnlyDictionary<string, long> Terms => held is var now && IsNow(now) ? now.Terms : Held.None.Terms;

    /// <summary>
    /// Another number after each moment in which this node held nothing, even if no other node took the leases meanwhile: what was
    /// pending then was put aside and must be offered again.
    /// </summary>
    public int Spell => Volatile.Read(ref spells);

    /// <summary>What an earlier holder left was looked through under this term: nothing that is pending was sent by another node, or it is known.</summary>
    public void WentThrough(string name, long term) => gone[name] = term;

    public bool KnowsAll(string name) => Term(name) is { } term && gone.TryGetValue(name, out var last) && last == term;

    /// <summary>When a request for leases is sent; what it brings counts from here.</summary>
    public LeaseClock Clock() => new(time.GetTimestamp(), time.GetUtcNow());

    public void Set(LeaseClock asked, IReadOnlyDictionary<string, long> terms)
    {
        if (!IsNow(held))
        {
            Interlocked.Increment(ref spells);
        }

        held = new Held(
            terms.ToFrozenDictionary(StringComparer.Ordinal),
            asked.Ticks + (long)((Lasts - Margin).TotalSeconds * time.TimestampFrequency),
            asked.Time + Lasts - Margin);
    }

    public void LoseAll() => held = Held.None;

    private bool IsNow(Held leases) => time.GetTimestamp() < leases.UntilTicks && time.GetUtcNow() < leases.UntilTime;

    private sealed record Held(FrozenDictionary<string, long> Terms, long UntilTicks, DateTimeOffset UntilTime)
    {
        public static readonly Held None = new(FrozenDictionary<string, long>.Empty, 0, DateTimeOffset.MinValue);
    }
}

/// <summary>A moment on both clocks.</summary>
internal readonly record struct LeaseClock(long Ticks, DateTimeOffset Time);
