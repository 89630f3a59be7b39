using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

// What is to be done next, and where the queue stands meanwhile.
internal sealed partial class SendQueue
{
    private Place place;

    /// <summary>Raised by every move: an entry left behind in a lane or among those that wait is known by its older number.</summary>
    private long ticket;

    private Lane placedIn;
    private DateTimeOffset placedUntil;

    private enum Place
    {
        None,
        Ready,
        Waiting,
        Taken,
    }

    /// <summary>
    /// Where the queue is to be put now; null when it stays where it is (nothing to send, in hand, or there already). A queue
    /// that waits is put forward when something of a higher lane, or something due earlier, came in.
    /// </summary>
    public QueueMove? Move(DateTimeOffset now)
    {
        lock (gate)
        {
            if (place == Place.Taken)
            {
                return null;
            }

            if (Due(now) is not { } due)
            {
                place = Place.None;
                return null;
            }

            var ready = due.At <= now;
            var same = ready
                ? place == Place.Ready && placedIn <= due.Lane
                : place == Place.Ready || (place == Place.Waiting && placedUntil <= due.At);
            if (same)
            {
                return null;
            }

            (place, placedIn, placedUntil) = (ready ? Place.Ready : Place.Waiting, due.Lane, due.At);
            return new QueueMove(this, ++ticket, due.Lane, ready ? null : due.At);
        }
    }

    /// <summary>False for an entry that was left behind.</summary>
    public bool TryTake(long entry)
    {
        lock (gate)
        {
            if (entry != ticket || place is Place.None or Place.Taken)
            {
                return false;
            }

            place = Place.Taken;
            return true;
        }
    }

    public void PutDown()
    {
        lock (gate)
        {
            (place, underWay) = (Place.None, null);
        }
    }

    /// <summary>What is to be sent or given up now. Null when nothing is due.</summary>
    public OutboundMessage? TakeUp(DateTimeOffset now)
    {
        lock (gate)
        {
            var message = pending.Find(waiting => IsOpen(waiting) && waiting.ExpiresAt <= now) ?? Next(now);
            if (message is null || DueAt(message) > now)
            {
                return null;
            }

            underWay = message.Key;
            return message;
        }
    }

    private (DateTimeOffset At, Lane Lane)? Due(DateTimeOffset now)
    {
        if (owed is not null)
        {
            return (pausedUntil, owed.Message.Lane);
        }

        (DateTimeOffset At, Lane Lane)? due = Next(now) is { } next ? (DueAt(next), next.Lane) : null;
        foreach (var message in pending.Where(IsOpen))
        {
            // Whatever waits, for whatever reason, is told of when its time is over.
            var at = message.Returns > 0 && !message.IsHeld(lastAt) ? DueAt(message) : message.ExpiresAt;
            if (due is null || at < due.Value.At)
            {
                due = (at, message.Lane);
            }
        }

        return due is { } found && found.At < pausedUntil ? (pausedUntil, found.Lane) : due;
    }

    /// <summary>
    /// The first of the highest lane: within a lane the order is kept, so one that must be tried again holds up those behind
    /// it. Not so what is kept until the person writes, nor what came back and waits: later ones have overtaken it already.
    /// </summary>
    private OutboundMessage? Next(DateTimeOffset now)
    {
        OutboundMessage? next = null;
        foreach (var message in pending)
        {
            if ((next is null || message.Lane < next.Lane) && IsOpen(message) && !message.IsHeld(lastAt) && (message.Returns == 0 || DueAt(message) <= now))
            {
                next = message;
            }
        }

        return next;
    }

    private DateTimeOffset DueAt(OutboundMessage message)
    {
        var after = troubles.TryGetValue(message.Key, out var trouble) && trouble.NotBefore > message.NotBefore ? trouble.NotBefore : message.NotBefore;
        return after < message.ExpiresAt ? after : message.ExpiresAt;
    }

    private bool IsOpen(OutboundMessage message) => !settled.ContainsKey(message.Key);
}

/// <summary>Where a queue goes: into a lane at once, or among those that wait until a moment.</summary>
internal readonly record struct QueueMove(SendQueue Queue, long Ticket, Lane Lane, DateTimeOffset? Until);
