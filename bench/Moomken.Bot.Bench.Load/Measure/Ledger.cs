using Moomken.Bot.Bench.Load.Traffic;

namespace Moomken.Bot.Bench.Load.Measure;

/// <summary>Every turn that ended while the dispatcher wrote here, kept one by one: percentiles are exact. Thread-safe.</summary>
public sealed class Ledger
{
    private readonly Lock gate = new();
    private readonly List<long> durable = new(1 << 16);
    private readonly List<long> whole = new(1 << 16);

    /// <returns>The latencies until durable and until the reply.</returns>
    public (Percentiles Durable, Percentiles Whole) Read()
    {
        lock (gate)
        {
            return (Percentiles.Of(durable), Percentiles.Of(whole));
        }
    }

    internal void Add(TurnTimes times)
    {
        lock (gate)
        {
            durable.Add(times.Durable);
            whole.Add(times.Whole);
        }
    }
}
