using System.Diagnostics.Metrics;
using Moomken.Bot.Conversations;
using Moomken.Bot.Duty;
using Moomken.Bot.Host.Backup;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Telemetry;

namespace Moomken.Bot.Host.Telemetry;

/// <summary>What an alarm at night is set on, read when somebody asks.</summary>
internal sealed class ServiceGauges : IDisposable
{
    private readonly Meter meter = new(BotMeter.Name);
    private readonly LastBackup lastBackup;
    private readonly TimeProvider time;

    public ServiceGauges(Tally tally, DutyRoster roster, TimerWheel timers, MoomkenOptions options, LastBackup lastBackup, TimeProvider time)
    {
        (this.time, this.lastBackup) = (time, lastBackup);
        meter.CreateObservableGauge("moomken.failed_messages", () => tally.Last.FailedMessages, null, "Messages of ours that did not arrive; outbox list.");
        meter.CreateObservableGauge("moomken.dead_letters", () => tally.Last.DeadLetters, null, "Bodies that could not be understood; letters list.");
        meter.CreateObservableGauge("moomken.duty.open", () => tally.Last.OpenAlerts, null, "Alerts that nobody has taken.");
        meter.CreateObservableGauge("moomken.duty.people", () => roster.People.Length, null, "Coordinators on the roster.");
        meter.CreateObservableGauge("moomken.duty.unreachable", () => tally.Last.DutyTroubles.Length, null, "Of these, whom no alert reaches now; doctor.");
        meter.CreateObservableGauge("moomken.sessions.active", () => timers.Count, null, "Conversations in the middle of something, on the node that keeps the time.");
        meter.CreateObservableGauge("moomken.observers", () => tally.Last.Observers.Select(state => new Measurement<int>(state.Value, new KeyValuePair<string, object?>("state", state.Key))), null, "Observers by how far they have come.");
        meter.CreateObservableGauge("moomken.requests.waiting", () => tally.Last.WaitingRequests, null, "People who asked for a person; requests list.");
        meter.CreateObservableGauge("moomken.requests.oldest", () => tally.Last.OldestRequest.TotalSeconds, "s", "How long the first of them waits.");
        meter.CreateObservableGauge("moomken.evidence.waiting", () => tally.Last.WaitingEvidence, null, "Files that wait for their download.");
        meter.CreateObservableGauge("moomken.disk.free", () => DiskSpace.Of(options.DataDirectory)?.Free ?? 0, "By", "Free where the data lies.");
        meter.CreateObservableGauge("moomken.disk.free.share", () => DiskSpace.Of(options.DataDirectory)?.Share ?? 0, null, "The same as a share of the disk, 0 to 1.");
        meter.CreateObservableGauge("moomken.backup.age", BackupAge, "s", "Since the last backup; nothing before the first.");
    }

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<double>> BackupAge() => lastBackup.At() is { } at ? [new Measurement<double>((time.GetUtcNow() - at).TotalSeconds)] : [];
}

/// <summary>Room on the disk that holds a folder.</summary>
internal sealed record DiskSpace(long Free, double Share)
{
    /// <summary>Null when the system does not say.</summary>
    public static DiskSpace? Of(string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            return new DiskSpace(drive.AvailableFreeSpace, (double)drive.AvailableFreeSpace / drive.TotalSize);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
