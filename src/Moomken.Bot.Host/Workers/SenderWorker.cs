using Moomken.Bot.Outbox;

namespace Moomken.Bot.Host.Workers;

/// <summary>Runs the sender while the program runs.</summary>
internal sealed class SenderWorker(Sender sender) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => sender.RunAsync(stoppingToken), stoppingToken);
}
