using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Telemetry;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Documents;

/// <summary>An alarm on a metric that does not exist, or beyond the last bucket, never rings.</summary>
public partial class MetricsInTheDocsTests
{
    private static readonly string Page = Repository.Read("docs/operating.md");

    [Fact]
    public void Every_metric_that_is_named_is_one_of_the_programs()
    {
        var known = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => InstrumentNames().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value.Replace('.', '_')))
            .ToHashSet(StringComparer.Ordinal);
        var named = MetricNames().Matches(Page).Select(match => match.Value).Distinct().ToList();

        Assert.True(named.Count > 25, $"only {named.Count} metrics are named");
        Assert.DoesNotContain(named, name => !known.Contains(Suffix().Replace(name, "")));
    }

    [Fact]
    public void Every_alarm_on_the_slowest_hundredth_lies_below_the_last_bucket()
    {
        var last = LastBuckets();
        var alarms = Alarms().Matches(Page);
        Assert.True(alarms.Count >= 3, $"only {alarms.Count} alarms on a 99th percentile");
        Assert.All(alarms, alarm =>
        {
            var limit = double.Parse(alarm.Groups["limit"].Value, CultureInfo.InvariantCulture);
            Assert.True(last[alarm.Groups["name"].Value] > limit, $"{alarm.Value}: the last bucket ends at {last[alarm.Groups["name"].Value]} s");
        });
    }

    private static Dictionary<string, double> LastBuckets()
    {
        BotMeter.Turn("web", "taken", TimeSpan.Zero);
        StoreMeter.Committed(TimeSpan.Zero);
        var last = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == BotMeter.Name && instrument is Instrument<double> { Advice.HistogramBucketBoundaries: { } buckets })
            {
                last[instrument.Name.Replace('.', '_')] = buckets[^1];
            }
        };
        listener.Start();
        return last;
    }

    [GeneratedRegex("\"(?<name>moomken\\.[a-z_.]+)\"")]
    private static partial Regex InstrumentNames();

    [GeneratedRegex("moomken_[a-z_]+")]
    private static partial Regex MetricNames();

    [GeneratedRegex("_total$|(_seconds|_bytes)?(_count|_sum|_bucket)?$")]
    private static partial Regex Suffix();

    [GeneratedRegex("`(?<name>moomken_[a-z_]+)_seconds`[^|]*99 % > (?<limit>[0-9.]+)")]
    private static partial Regex Alarms();
}
