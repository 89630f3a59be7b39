namespace Moomken.Bot.Host.Workers;

/// <summary>Runs something again and again with a pause before each round; a round that fails is logged and the next one comes.</summary>
/// <param name="name">For the log.</param>
/// <param name="pause">Before each round.</param>
/// <param name="atOnce">True when the first round does not wait: somebody reads what it finds.</param>
/// <param name="round">What is done.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where a fault is named.</param>
internal sealed class Periodic(string name, TimeSpan pause, bool atOnce, Func<CancellationToken, Task> round, TimeProvider time, ILogger logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause, time);
        try
        {
            if (atOnce)
            {
                await RoundAsync(stoppingToken);
            }

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
