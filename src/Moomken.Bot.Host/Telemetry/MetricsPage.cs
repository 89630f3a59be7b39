using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Moomken.Bot.Host.Telemetry;

/// <summary>
/// Gives the page <c>/metrics</c>. OpenTelemetry collects; its own exporter for this page has no finished version, so the
/// text is ours.
/// </summary>
[ExportModes(ExportModes.Pull)]
internal sealed class MetricsPage : BaseExporter<Metric>, IPullMetricExporter
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock gate = new();
    private PrometheusText page = new();

    public Func<int, bool>? Collect { get; set; }

    public string Read()
    {
        lock (gate)
        {
            page = new PrometheusText();
            Collect?.Invoke(Timeout.Infinite);
            return page.ToString();
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            page.Add(metric);
        }

        return ExportResult.Success;
    }
}
