using Moomken.Bot.Outbox;

namespace Moomken.Bot.Host.Telemetry;

/// <summary>
/// What waits to be sent, counted every <see cref="Every"/>. Counting goes through all of it, which on a bad night is much: so
/// nobody who reads the metrics makes it happen, however many they are and however often they ask.
/// </summary>
internal sealed class OutboxTally(Sender sender)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private volatile OutboxCounts last = new();

    public OutboxCounts Last => last;

    public Task RunOnceAsync(CancellationToken cancellation)
    {
        last = sender.Count();
        return Task.CompletedTask;
    }
}
