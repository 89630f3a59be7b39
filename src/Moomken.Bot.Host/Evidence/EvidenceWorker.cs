using Moomken.Bot.Evidence;
using Moomken.Bot.Outbox;

namespace Moomken.Bot.Host.Evidence;

/// <summary>Runs the downloads and the views, each at its own pace, so that a burst of photos to decode does not hold up a download.</summary>
public sealed class EvidenceWorker(EvidenceFetcher fetcher, EvidenceViews views, INodes nodes, TimeProvider time, ILogger<EvidenceWorker> log) : BackgroundService
{
    /// <summary>How long a new file waits at most before its first download begins.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Task.Run(() => Loop("download", OnOneNode(fetcher.RunOnce), stoppingToken), stoppingToken),
        Task.Run(() => Loop("view", OnOneNode(views.RunOnce), stoppingToken), stoppingToken));

    private Func<CancellationToken, Task<EvidenceRound>> OnOneNode(Func<CancellationToken, Task<EvidenceRound>> runOnce) =>
        stopping => nodes.DoesRounds ? runOnce(stopping) : Task.FromResult(new EvidenceRound(0, 0, 0, []));

    private async Task Loop(string what, Func<CancellationToken, Task<EvidenceRound>> runOnce, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                await Round(what, runOnce, stopping);
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host is closing; what waits is found again at the next start.
        }
    }

    // The edge of one round: a store that is closing or full must not end the loop for ever.
    private async Task Round(string what, Func<CancellationToken, Task<EvidenceRound>> runOnce, CancellationToken stopping)
    {
        try
        {
            Report(what, await runOnce(stopping));
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            log.LogError("Evidence {What}: the round failed with {Fault}; trying again in {Pause}", what, fault.GetType().Name, Pause);
        }
    }

    private void Report(string what, EvidenceRound round)
    {
        if (round.Done + round.Missing + round.Retrying > 0)
        {
            log.LogInformation("Evidence {What}: {Done} done, {Retrying} to try again, {Missing} missing", what, round.Done, round.Retrying, round.Missing);
        }

        foreach (var fault in round.Faults)
        {
            // The type and the place only: a message of a library may repeat what it was given.
            log.LogError("Evidence {What} of {Id} failed with {Fault} at {Stack}", what, fault.Id, fault.Exception.GetType().Name, fault.Exception.StackTrace);
        }
    }
}
