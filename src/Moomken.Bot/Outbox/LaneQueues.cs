using System.Collections.Concurrent;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

/// <summary>Conversations with something to send now, by the lane of their next message: a higher lane is always taken first.</summary>
internal sealed class LaneQueues : IDisposable
{
    private readonly ConcurrentQueue<QueueMove>[] lanes = [.. Enum.GetValues<Lane>().Select(_ => new ConcurrentQueue<QueueMove>())];
    private readonly SemaphoreSlim count = new(0);

    public void Add(QueueMove move)
    {
        lanes[(int)move.Lane].Enqueue(move);
        count.Release();
    }

    /// <summary>Null when the wait was cancelled.</summary>
    public async ValueTask<QueueMove?> NextAsync(CancellationToken cancellation)
    {
        try
        {
            await count.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        return Take();
    }

    /// <summary>Null when nothing is ready now.</summary>
    public QueueMove? NextNow() => count.Wait(0) ? Take() : null;

    private QueueMove Take()
    {
        foreach (var lane in lanes)
        {
            if (lane.TryDequeue(out var move))
            {
                return move;
            }
        }

        throw new InvalidOperationException("The lanes were counted wrong: this is a fault of the program.");
    }

    public void Dispose() => count.Dispose();
}
