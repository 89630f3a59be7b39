using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

// Where the queue stands: in a lane, among those that wait, in somebody's hands.
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
            return new QueueMove(this, ++ticket, due.Lane, due.ToSend, ready ? null : due.At);
        }
    }

    /// <summary>False for an entry that was left behind.</summary>
    public bool IsAt(long entry)
    {
        lock (gate)
        {
            return entry == ticket && place is Place.Ready or Place.Waiting;
        }
    }

    /// <summary>Takes the queue in hand, or out of those that wait. False for an entry that was left behind.</summary>
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

    public void PutDown(long entry)
    {
        lock (gate)
        {
            if (entry == ticket && place == Place.Taken)
            {
                (place, underWay) = (Place.None, null);
            }
        }
    }

    /// <summary>What is to be sent or given up now. Null when nothing is due.</summary>
    public OutboundMessage? TakeUp(DateTimeOffset now)
    {
        lock (gate)
        {
            var message = Expired(now) ?? Next(now);
            if (message is null || DueAt(message, now) > now)
            {
                return null;
            }

            underWay = message.Key;
            return message;
        }
    }
}

/// <summary>Where a queue goes: into a lane at once, or among those that wait until a moment.</summary>
internal readonly record struct QueueMove(SendQueue Queue, long Ticket, Lane Lane, OutboundMessage? ToSend, DateTimeOffset? Until);
