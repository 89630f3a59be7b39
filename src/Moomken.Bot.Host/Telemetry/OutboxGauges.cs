using System.Diagnostics.Metrics;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Telemetry;

namespace Moomken.Bot.Host.Telemetry;

/// <summary>What waits to be sent, by why and by lane, and what was sent again: read from counts that are made elsewhere.</summary>
internal sealed class OutboxGauges : IDisposable
{
    private readonly Meter meter = new(BotMeter.Name);
    private readonly OutboxTally tally;
    private readonly TimeProvider time;

    public OutboxGauges(OutboxTally tally, Sender sender, TimeProvider time)
    {
        (this.tally, this.time) = (tally, time);
        meter.CreateObservableGauge("moomken.outbox.depth", ByWhy, null, "Messages that wait, by why.");
        meter.CreateObservableGauge("moomken.outbox.waiting", () => ByLane(Count), null, "Messages that are due or in doubt, by lane.");
        meter.CreateObservableGauge("moomken.outbox.oldest", () => ByLane(Age), "s", "How long the first of them waits, by lane; 0 when there is none.");
        meter.CreateObservableCounter("moomken.outbox.repeated", () => sender.Repeated, null, "Attempts made although an earlier one of the same message may have arrived.");
    }

    public void Dispose() => meter.Dispose();

    private Measurement<long>[] ByWhy()
    {
        var counts = tally.Last;
        return [Of(counts.Waiting, "due"), Of(counts.Held, "held"), Of(counts.InDoubt, "in_doubt")];
    }

    private static Measurement<long> Of(long count, string why) => new(count, new KeyValuePair<string, object?>("why", why));

    private Measurement<double>[] ByLane(Func<LaneCount, double> read)
    {
        var counts = tally.Last;
        return [.. Enum.GetValues<Lane>().Select(lane => new Measurement<double>(read(counts.Of(lane)), new KeyValuePair<string, object?>("lane", lane.ToString())))];
    }

    private static double Count(LaneCount lane) => lane.Count;

    private double Age(LaneCount lane) => lane.Oldest is { } oldest ? Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds) : 0;
}
