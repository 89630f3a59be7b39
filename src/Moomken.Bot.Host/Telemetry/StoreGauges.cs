using System.Diagnostics.Metrics;
using Moomken.Bot.Host.Nodes;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Telemetry;

namespace Moomken.Bot.Host.Telemetry;

/// <summary>What the store counts for itself, read when somebody asks: nothing on the way of a message.</summary>
internal sealed class StoreGauges : IDisposable
{
    private readonly Meter meter = new(BotMeter.Name);

    public StoreGauges(IServiceProvider services)
    {
        if (services.GetService<LiteDbStore>() is { } store)
        {
            Show(store);
        }
        else if (services.GetService<PostgresStore>() is { } database)
        {
            Show(database);
            Show(services.GetRequiredService<NodeBell>());
        }
    }

    private void Show(PostgresStore store)
    {
        meter.CreateObservableCounter("moomken.store.commits", () => store.Counters.Commits, null, "Batches made durable.");
        meter.CreateObservableCounter("moomken.store.works", () => store.Counters.Works, null, "Works that asked to write.");
        meter.CreateObservableCounter("moomken.store.conflicts", () => store.Counters.Conflicts, null, "Batches that met another node's commit and were run again.");
        meter.CreateObservableCounter("moomken.store.questions", () => store.Counters.Questions, null, "Round trips to the database.");
        meter.CreateObservableGauge("moomken.store.writable", () => store.Problem is null ? 1 : 0, null, "1 when the store takes writes.");
    }

    private void Show(NodeBell bell) =>
        meter.CreateObservableCounter("moomken.bells.dropped", () => bell.Dropped, null, "Word to or from other nodes for which there was no room; a sweep finds what it was about.");

    private void Show(LiteDbStore store)
    {
        meter.CreateObservableCounter("moomken.store.commits", () => store.Counters.Commits, null, "Batches made durable.");
        meter.CreateObservableCounter("moomken.store.fsyncs", () => store.Counters.Fsyncs, null, "Flushes to disk.");
        meter.CreateObservableCounter("moomken.store.works", () => store.Counters.Works, null, "Reads and writes done.");
        meter.CreateObservableCounter("moomken.store.rows", () => store.Counters.Rows, null, "Documents written.");
        meter.CreateObservableCounter("moomken.store.checkpoints", () => store.Counters.Checkpoints, null, "Times that the log was moved into the data file.");
        meter.CreateObservableGauge("moomken.store.fsync.last", () => store.Counters.LastFsync.TotalSeconds, "s", "How long the last flush took; above 0.02 the disk is the bottleneck.");
        meter.CreateObservableGauge("moomken.store.log.pages", () => store.Health.LogPages, null, "Pages of 8 KiB that wait to be moved into the data file.");
        meter.CreateObservableGauge("moomken.store.waiting", () => store.Health.Waiting, null, "Works that wait.");
        meter.CreateObservableGauge("moomken.store.writable", () => store.Health.Problem is null ? 1 : 0, null, "1 when the store takes writes.");
    }

    public void Dispose() => meter.Dispose();
}
