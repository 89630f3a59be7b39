using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

// What is to be done next, and when.
internal sealed partial class SendQueue
{
    /// <summary>What this one person may be sent.</summary>
    private readonly TokenBucket person = new(rates.PerPersonPerSecond, SendRates.PersonBurst, time);

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

    /// <summary>Its own wait, and what the person's rate asks for, which does not hold for alerts; never later than its end.</summary>
    private DateTimeOffset DueAt(OutboundMessage message, DateTimeOffset now)
    {
        var after = message.Lane == Lane.Safety ? now : now + person.WaitFor(1);
        after = message.NotBefore > after ? message.NotBefore : after;
        after = troubles.TryGetValue(message.Key, out var trouble) && trouble.NotBefore > after ? trouble.NotBefore : after;
        return after < message.ExpiresAt ? after : message.ExpiresAt;
    }

    /// <summary>What is due when; <c>ToSend</c> is null for what has only to be written.</summary>
    private readonly record struct Step(DateTimeOffset At, Lane Lane, OutboundMessage? ToSend);
}
