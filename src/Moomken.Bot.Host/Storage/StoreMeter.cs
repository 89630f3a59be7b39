using System.Diagnostics.Metrics;
using Moomken.Bot.Telemetry;

namespace Moomken.Bot.Host.Storage;

/// <summary>How long either kind of storage takes to make a batch durable: what every answer waits for.</summary>
internal static class StoreMeter
{
    private static readonly Meter Meter = new(BotMeter.Name);

    private static readonly Histogram<double> Commits = Meter.CreateHistogram(
        "moomken.store.commit.duration",
        "s",
        "One batch made durable: the flush to disk, or the database's commit.",
        tags: null,
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00025, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5] });

    public static void Committed(TimeSpan took) => Commits.Record(took.TotalSeconds);
}
