namespace Moomken.Bot.Bench.Load.Measure;

/// <summary>Latencies in milliseconds, by nearest rank over all values.</summary>
public sealed record Percentiles(int Count, double P50, double P99, double P999, double Max)
{
    private const double NanosecondsPerMillisecond = 1e6;

    /// <param name="nanoseconds">Sorted in place.</param>
    internal static Percentiles Of(List<long> nanoseconds)
    {
        nanoseconds.Sort();
        return new(nanoseconds.Count, Rank(nanoseconds, 0.5), Rank(nanoseconds, 0.99), Rank(nanoseconds, 0.999), Rank(nanoseconds, 1));
    }

    private static double Rank(List<long> sorted, double share) => sorted.Count == 0
        ? 0
        : Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)] / NanosecondsPerMillisecond, 3);
}
