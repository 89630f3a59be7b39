using System.Collections.Concurrent;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

/// <summary>Conversations with something to send, by the lane of their next message: a higher lane is always taken first.</summary>
internal sealed class LaneQueues : IDisposable
{
    private readonly ConcurrentQueue<SendQueue>[] lanes = [.. Enum.GetValues<Lane>().Select(_ => new ConcurrentQueue<SendQueue>())];
    private readonly SemaphoreSlim count = new(0);

    public void Add(SendQueue queue)
    {
        lanes[(int)queue.Lane].Enqueue(queue);
        count.Release();
    }

    /// <summary>Null when the wait was cancelled.</summary>
    public async ValueTask<SendQueue?> NextAsync(CancellationToken cancellation)
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
    public SendQueue? NextNow() => count.Wait(0) ? Take() : null;

    private SendQueue Take()
    {
        foreach (var lane in lanes)
        {
            if (lane.TryDequeue(out var queue))
            {
                return queue;
            }
        }

        throw new InvalidOperationException("The lanes were counted wrong: this is a fault of the program.");
    }

    public void Dispose() => count.Dispose();
}
