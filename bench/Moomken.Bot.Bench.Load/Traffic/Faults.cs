namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>Everything that went wrong in a run, counted by what it was. Thread-safe.</summary>
public sealed class Faults
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> counts = [];

    public int Count
    {
        get
        {
            lock (gate)
            {
                return counts.Values.Sum();
            }
        }
    }

    public void Add(string what)
    {
        lock (gate)
        {
            counts[what] = counts.GetValueOrDefault(what) + 1;
        }
    }

    /// <summary>The most frequent ones, one a line.</summary>
    public string Describe()
    {
        lock (gate)
        {
            return string.Join('\n', counts.OrderByDescending(pair => pair.Value).Take(5).Select(pair => $"  {pair.Value} × {pair.Key}"));
        }
    }
}
