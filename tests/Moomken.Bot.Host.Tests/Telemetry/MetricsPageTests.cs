using System.Diagnostics.Metrics;
using Moomken.Bot.Host.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Xunit;

namespace Moomken.Bot.Host.Tests.Telemetry;

public sealed class MetricsPageTests : IDisposable
{
    private readonly Meter meter = new("moomken-test");
    private readonly MetricsPage page = new();
    private readonly MeterProvider provider;

    public MetricsPageTests() =>
        provider = Sdk.CreateMeterProviderBuilder().AddMeter("moomken-test").AddReader(new BaseExportingMetricReader(page)).Build();

    public void Dispose()
    {
        provider.Dispose();
        page.Dispose();
        meter.Dispose();
    }

    [Fact]
    public void Counters_gauges_and_histograms_are_written_as_prometheus_reads_them()
    {
        var turns = meter.CreateCounter<long>("moomken.turns", null, "Turns.");
        turns.Add(2, new KeyValuePair<string, object?>("channel", "telegram"));
        turns.Add(3, new KeyValuePair<string, object?>("channel", "a\"b\\c\nd"));
        meter.CreateObservableGauge("moomken.backup.age", () => 1.5, "s", "Age.");
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] };
        var took = meter.CreateHistogram("moomken.turn.duration", "s", "Took.", tags: null, advice: advice);
        foreach (var seconds in new[] { 0.05, 0.5, 0.5, 7 })
        {
            took.Record(seconds, new KeyValuePair<string, object?>("outcome", "taken"));
        }

        Assert.Equal(
            """
            # HELP moomken_turns_total Turns.
            # TYPE moomken_turns_total counter
            moomken_turns_total{channel="telegram"} 2
            moomken_turns_total{channel="a\"b\\c\nd"} 3
            # HELP moomken_backup_age_seconds Age.
            # TYPE moomken_backup_age_seconds gauge
            moomken_backup_age_seconds 1.5
            # HELP moomken_turn_duration_seconds Took.
            # TYPE moomken_turn_duration_seconds histogram
            moomken_turn_duration_seconds_bucket{outcome="taken",le="0.1"} 1
            moomken_turn_duration_seconds_bucket{outcome="taken",le="1"} 3
            moomken_turn_duration_seconds_bucket{outcome="taken",le="+Inf"} 4
            moomken_turn_duration_seconds_sum{outcome="taken"} 8.05
            moomken_turn_duration_seconds_count{outcome="taken"} 4

            """.ReplaceLineEndings("\n"),
            page.Read());
    }

    [Fact]
    public void The_page_counts_on_from_one_reading_to_the_next()
    {
        var turns = meter.CreateCounter<long>("moomken.turns");
        turns.Add(1);
        page.Read();
        turns.Add(1);
        Assert.Contains("moomken_turns_total 2\n", page.Read(), StringComparison.Ordinal);
    }
}
