namespace Moomken.Bot.Outbox;

/// <summary>Conversations that must wait before their next attempt. Thread-safe.</summary>
internal sealed class Delays(TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private readonly Lock gate = new();
    private readonly PriorityQueue<QueueMove, DateTimeOffset> waiting = new();

    public void Add(QueueMove move, DateTimeOffset until)
    {
        lock (gate)
        {
            waiting.Enqueue(move, until);
        }
    }

    public async Task RunAsync(Action<QueueMove> release, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                Release(release);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: what waits here is in its conversation's document and is found again at the next start.
        }
    }

    public void Release(Action<QueueMove> release)
    {
        foreach (var move in TakeDue())
        {
            release(move);
        }
    }

    private List<QueueMove> TakeDue()
    {
        var due = new List<QueueMove>();
        lock (gate)
        {
            var now = time.GetUtcNow();
            while (waiting.TryPeek(out var move, out var until) && until <= now)
            {
                waiting.Dequeue();
                due.Add(move);
            }
        }

        return due;
    }
}
