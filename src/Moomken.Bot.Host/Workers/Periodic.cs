namespace Moomken.Bot.Host.Workers;

/// <summary>Runs something again and again with a pause between; a round that fails is logged and the next one comes.</summary>
internal sealed class Periodic(string name, TimeSpan pause, Func<CancellationToken, Task> round, TimeProvider time, ILogger logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RoundAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping; what was not done lies in the store.
        }
    }

    // The edge of one round: a full disk must not end the loop for ever. Only the kind is logged: a message may quote a person.
    private async Task RoundAsync(CancellationToken stopping)
    {
        try
        {
            await round(stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            logger.LogError("{Worker}: a round failed with {Fault}; the next one comes in {Pause}.", name, fault.GetType().Name, pause);
        }
    }
}
