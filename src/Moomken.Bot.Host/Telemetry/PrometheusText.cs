using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace Moomken.Bot.Host.Telemetry;

/// <summary>Writes metrics as Prometheus reads them (text format 0.0.4).</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder text = new();

    public void Add(Metric metric)
    {
        var name = NameOf(metric);
        text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(metric.Description, quotes: false)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(TypeOf(metric.MetricType)).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var tags = Tags(point.Tags);
            if (metric.MetricType is MetricType.Histogram)
            {
                AddHistogram(name, tags, point);
            }
            else
            {
                AddLine(name, tags, ValueOf(metric.MetricType, point));
            }
        }
    }

    public override string ToString() => text.ToString();

    private static string NameOf(Metric metric)
    {
        var name = new StringBuilder(metric.Name.Length + 16);
        foreach (var letter in metric.Name)
        {
            name.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        }

        name.Append(metric.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" });
        return metric.MetricType is MetricType.LongSum or MetricType.DoubleSum ? $"{name}_total" : name.ToString();
    }

    private static string TypeOf(MetricType type) => type switch
    {
        MetricType.Histogram => "histogram",
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        _ => "gauge",
    };

    private static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        _ => double.NaN,
    };

    private void AddHistogram(string name, string tags, in MetricPoint point)
    {
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var limit = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : bucket.ExplicitBound.ToString(CultureInfo.InvariantCulture);
            AddLine($"{name}_bucket", $"{tags}{(tags.Length > 0 ? "," : "")}le=\"{limit}\"", count);
        }

        AddLine($"{name}_sum", tags, point.GetHistogramSum());
        AddLine($"{name}_count", tags, point.GetHistogramCount());
    }

    private void AddLine(string name, string tags, double value)
    {
        text.Append(name);
        if (tags.Length > 0)
        {
            text.Append('{').Append(tags).Append('}');
        }

        text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Tags(OpenTelemetry.ReadOnlyTagCollection tags)
    {
        var written = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            written.Append(written.Length > 0 ? "," : "").Append(key.Replace('.', '_')).Append("=\"").Append(Escaped(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", quotes: true)).Append('"');
        }

        return written.ToString();
    }

    private static string Escaped(string words, bool quotes)
    {
        var escaped = words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
