using System.Threading.RateLimiting;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

/// <summary>Conversations of one account that have something to send now, by the lane of their next message. Not thread-safe: the account's gate guards it.</summary>
internal sealed class LaneQueues
{
    /// <summary>The lanes, and before them what has only to be written: it needs no provider.</summary>
    private readonly Queue<(QueueMove Move, int Cost)>[] lanes = [.. Enumerable.Range(0, 1 + Enum.GetValues<Lane>().Length).Select(_ => new Queue<(QueueMove, int)>())];

    /// <param name="move">The conversation.</param>
    /// <param name="cost">In the account's unit; 0 when nothing is sent, only written.</param>
    public void Add(QueueMove move, int cost) => lanes[cost == 0 ? 0 : 1 + (int)move.Lane].Enqueue((move, cost));

    public int Waiting(Lane lane) => lanes[1 + (int)lane].Count;

    /// <summary>The first of the highest lane, if it may leave; else how long it must wait, for ever when there is none.</summary>
    public QueueMove? Next(AccountPace pace, out TimeSpan wait)
    {
        wait = Timeout.InfiniteTimeSpan;
        if (Highest() is not { } lane)
        {
            return null;
        }

        // What has only to be written costs nothing and asks nobody.
        var (move, cost) = lane.Peek();
        using var leave = cost == 0 ? RateLease.Granted : pace.AttemptAcquire(move.Lane, cost);
        if (!leave.IsAcquired)
        {
            leave.TryGetMetadata(MetadataName.RetryAfter, out wait);
            return null;
        }

        lane.Dequeue();
        return move;
    }

    /// <summary>The highest lane in which somebody waits; null when nobody does. Who has gone on meanwhile is let go of.</summary>
    private Queue<(QueueMove Move, int Cost)>? Highest()
    {
        foreach (var lane in lanes)
        {
            while (lane.TryPeek(out var next))
            {
                if (next.Move.Queue.IsAt(next.Move.Ticket))
                {
                    return lane;
                }

                lane.Dequeue();
            }
        }

        return null;
    }
}
