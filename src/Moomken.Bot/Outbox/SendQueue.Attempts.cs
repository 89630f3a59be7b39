using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

// What is known of attempts beyond the document.
internal sealed partial class SendQueue
{
    private readonly Dictionary<string, Trouble> troubles = new(StringComparer.Ordinal);

    /// <summary>Attempts that the sent log has as begun, or as sent where the documents must say so first; by key, with the moment.</summary>
    private readonly Dictionary<string, DateTimeOffset> open = new(StringComparer.Ordinal);

    private string? underWay;
    private Outcome? owed;
    private int failedWrites;
    private DateTimeOffset pausedUntil;

    public SendAttempt Attempt(OutboundMessage message)
    {
        lock (gate)
        {
            return new SendAttempt(Address, message, lastHeard, Of(message).Attempts + 1);
        }
    }

    /// <summary>What is known of the message; of one that is in no trouble, what its document says.</summary>
    public Trouble TroubleOf(OutboundMessage message)
    {
        lock (gate)
        {
            return Of(message);
        }
    }

    /// <summary>An attempt is made: the person's rate counts it. An alert, which does not wait for it, leaves also when it is used up.</summary>
    public void CountSend()
    {
        lock (gate)
        {
            person.AttemptAcquire(1).Dispose();
        }
    }

    public void Change(OutboundMessage message, Func<Trouble, Trouble> change)
    {
        lock (gate)
        {
            troubles[message.Key] = change(Of(message));
        }
    }

    /// <summary>The message is sent; it leaves the document with the conversation's next write.</summary>
    public void Settle(OutboundMessage message, DateTimeOffset now)
    {
        lock (gate)
        {
            troubles.Remove(message.Key);
            pending = pending.RemoveAll(other => other.Key == message.Key);
            if (listed.Contains(message.Key))
            {
                settled[message.Key] = now;
            }
        }
    }

    public void Open(OutboundMessage message, DateTimeOffset now)
    {
        lock (gate)
        {
            open.TryAdd(message.Key, now);
        }
    }

    public void Close(OutboundMessage message)
    {
        lock (gate)
        {
            open.Remove(message.Key);
        }
    }

    /// <summary>An outcome that must be written, and is not yet: nothing else of this conversation is sent before it is.</summary>
    public Outcome? Owed
    {
        get
        {
            lock (gate)
            {
                return owed;
            }
        }
    }

    public void Owe(Outcome outcome)
    {
        lock (gate)
        {
            owed = outcome;
        }
    }

    public void Paid()
    {
        lock (gate)
        {
            (owed, failedWrites, pausedUntil) = (null, 0, default);
        }
    }

    /// <summary>Nothing of this conversation before then: something failed that has nothing to do with its messages.</summary>
    public void Pause(DateTimeOffset now, RetrySchedule schedule)
    {
        lock (gate)
        {
            pausedUntil = now + schedule.Wait(++failedWrites);
        }
    }

    private Trouble Of(OutboundMessage message) =>
        troubles.TryGetValue(message.Key, out var trouble) ? trouble with { Doubts = Math.Max(trouble.Doubts, message.Doubts) } : new Trouble(Doubts: message.Doubts);
}

/// <summary>What went wrong with a message so far.</summary>
/// <param name="Attempts">Made since the start of the program.</param>
/// <param name="Doubts">Attempts of which nobody knows whether they reached the person.</param>
/// <param name="NotBefore">When it may be tried again.</param>
/// <param name="Denied">True when the provider said, being asked, that the last attempt did not reach it: the next is no repeat.</param>
/// <param name="Asked">How often the provider was asked in vain since the last attempt.</param>
internal sealed record Trouble(int Attempts = 0, int Doubts = 0, DateTimeOffset NotBefore = default, bool Denied = false, int Asked = 0);

/// <summary>
/// One attempt and what became of it; <c>FromLookUp</c> when the provider said so only when it was asked later, not
/// <c>Asked</c> when it was not asked anything.
/// </summary>
internal sealed record Outcome(SendAttempt Attempt, SendResult Result, bool FromLookUp = false, bool Asked = true)
{
    public OutboundMessage Message => Attempt.Message;

    /// <summary>What it tells of the provider: whoever answers a look-up is at work, whatever became of the message. Null for nothing.</summary>
    public SendResult? Heard => !Asked ? null : FromLookUp && Result is not SendResult.Unknown ? new SendResult.Sent(null) : Result;
}
