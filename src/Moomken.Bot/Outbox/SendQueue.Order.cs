using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

// What is to be done next, and where the queue stands meanwhile.
internal sealed partial class SendQueue
{
    /// <summary>What this one person may be sent.</summary>
    private readonly TokenBucket person = new(rates.PerPersonPerSecond, SendRates.PersonBurst);

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

    private Step? Due(DateTimeOffset now)
    {
        if (owed is not null)
        {
            return new Step(pausedUntil, owed.Message.Lane, null);
        }

        Step? due = Next(now) is { } next ? new Step(DueAt(next, now), next.Lane, next) : null;
        foreach (var message in pending)
        {
            // Whatever waits, for whatever reason, is told of when its time is over.
            var back = message.Returns > 0 && !message.IsHeld(lastHeard);
            var at = back ? DueAt(message, now) : message.ExpiresAt;
            if (due is null || at < due.Value.At || message.ExpiresAt <= now)
            {
                due = new Step(at, message.Lane, back && at < message.ExpiresAt ? message : null);
            }
        }

        return due is { } found && found.At < pausedUntil ? found with { At = pausedUntil } : due;
    }

    private OutboundMessage? Expired(DateTimeOffset now) => pending.Find(message => message.ExpiresAt <= now);

    /// <summary>
    /// The first of the highest lane: within a lane the order is kept, so one that must be tried again holds up those behind
    /// it. Not so what is kept until the person writes, nor what came back and waits: later ones have overtaken it already.
    /// </summary>
    private OutboundMessage? Next(DateTimeOffset now)
    {
        OutboundMessage? next = null;
        foreach (var message in pending)
        {
            if ((next is null || message.Lane < next.Lane) && !message.IsHeld(lastHeard) && (message.Returns == 0 || DueAt(message, now) <= now))
            {
                next = message;
            }
        }

        return next;
    }

    /// <summary>Its own wait, and what the person's rate asks for; never later than its end.</summary>
    private DateTimeOffset DueAt(OutboundMessage message, DateTimeOffset now)
    {
        var after = now + person.WaitFor(1, now);
        after = message.NotBefore > after ? message.NotBefore : after;
        after = troubles.TryGetValue(message.Key, out var trouble) && trouble.NotBefore > after ? trouble.NotBefore : after;
        return after < message.ExpiresAt ? after : message.ExpiresAt;
    }

    /// <summary>What is due when; <c>ToSend</c> is null for what has only to be written.</summary>
    private readonly record struct Step(DateTimeOffset At, Lane Lane, OutboundMessage? ToSend);
}

/// <summary>Where a queue goes: into a lane at once, or among those that wait until a moment.</summary>
internal readonly record struct QueueMove(SendQueue Queue, long Ticket, Lane Lane, OutboundMessage? ToSend, DateTimeOffset? Until);
