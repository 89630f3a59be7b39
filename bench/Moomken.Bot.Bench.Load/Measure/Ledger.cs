using Moomken.Bot.Bench.Load.Traffic;

namespace Moomken.Bot.Bench.Load.Measure;

/// <summary>Every turn that ended while it was open, kept one by one: percentiles are exact. Thread-safe.</summary>
public sealed class Ledger
{
    private readonly Lock gate = new();
    private readonly List<long> durable = new(1 << 20);
    private readonly List<long> whole = new(1 << 20);
    private bool open;

    public void Open()
    {
        lock (gate)
        {
            open = true;
        }
    }

    /// <returns>The latencies until durable and until the reply.</returns>
    public (Percentiles Durable, Percentiles Whole) Close()
    {
        lock (gate)
        {
            open = false;
            return (Percentiles.Of(durable), Percentiles.Of(whole));
        }
    }

    internal void Add(TurnTimes times)
    {
        lock (gate)
        {
            if (open)
            {
                durable.Add(times.Durable);
                whole.Add(times.Whole);
            }
        }
    }
}
