using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

/// <summary>Conversations that must wait before their next attempt: for a back-off of their own, or because the provider throttles the account.</summary>
internal sealed class Delays(TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private readonly Lock gate = new();
    private readonly PriorityQueue<QueueMove, DateTimeOffset> waiting = new();
    private readonly Dictionary<(string Channel, string Account), DateTimeOffset> throttled = [];

    public void Add(QueueMove move, DateTimeOffset until)
    {
        lock (gate)
        {
            waiting.Enqueue(move, until);
        }
    }

    /// <summary>Nothing that waits for this account is let go before then.</summary>
    public void Throttle(ChannelAddress address, DateTimeOffset until)
    {
        lock (gate)
        {
            throttled[(address.Channel, address.Account)] = until;
        }
    }

    public async Task RunAsync(LaneQueues ready, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                Release(ready);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: what waits here is in its conversation's document and is found again at the next start.
        }
    }

    public void Release(LaneQueues ready)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            while (waiting.TryPeek(out var move, out var until) && until <= now)
            {
                waiting.Dequeue();
                var account = (move.Queue.Address.Channel, move.Queue.Address.Account);
                if (throttled.TryGetValue(account, out var open) && open > now)
                {
                    waiting.Enqueue(move, open);
                }
                else
                {
                    throttled.Remove(account);
                    ready.Add(move);
                }
            }
        }
    }
}
