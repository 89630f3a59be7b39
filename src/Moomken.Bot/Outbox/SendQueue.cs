using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

/// <summary>
/// What one conversation still has to be sent, as its document last said, and what is known beyond the document: which
/// messages are sent and not yet out of it, and which failed. Thread-safe.
/// </summary>
internal sealed partial class SendQueue(string conversationId, SendRates rates, TimeProvider time)
{
    private readonly Lock gate = new();

    /// <summary>Sent, still listed by the document; by key, with the moment.</summary>
    private readonly Dictionary<string, DateTimeOffset> settled = new(StringComparer.Ordinal);

    /// <summary>What is still to be sent. A message that is sent is let go of at once: ten thousand queues would hold theirs for a minute.</summary>
    private ImmutableList<OutboundMessage> pending = [];

    /// <summary>Keys of all that the document lists.</summary>
    private ImmutableArray<string> listed = [];
    private string life = "";
    private long revision = -1;
    private DateTimeOffset lastAt;
    private DateTimeOffset lastHeard;
    private bool closed;

    public string ConversationId { get; } = conversationId;

    public ChannelAddress Address { get; private set; } = new("", "", "");

    /// <summary>The term of the account's lease under which this was offered last; null when another node had it.</summary>
    public long? Term { get; private set; }

    /// <summary>Takes over what a document says. False: this queue was let go of meanwhile; ask for a new one.</summary>
    /// <param name="conversation">As written. An older state than the last one changes nothing.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="term">Of this node's lease of the account; null when another node sends, and only what was settled here is of interest.</param>
    /// <param name="sentBefore">What the log of the last run has as sent, by key.</param>
    /// <param name="isLeftOver">Says of a message that the log of the last run is needed until it was looked into; null where the log says all there is.</param>
    public bool Offer(Conversation conversation, ChannelAddress address, long? term, IReadOnlyDictionary<string, string?> sentBefore, Func<OutboundMessage, bool>? isLeftOver)
    {
        lock (gate)
        {
            if (closed || IsOlder(conversation))
            {
                return !closed;
            }

            (life, revision, lastAt, lastHeard, Address, Term) = (conversation.Life, conversation.Revision, conversation.LastAt, conversation.LastHeard, address, term);
            pending = conversation.Pending;
            listed = [.. pending.Select(message => message.Key)];
            foreach (var message in pending)
            {
                if (sentBefore.ContainsKey(message.Key))
                {
                    settled.TryAdd(message.Key, lastAt);
                }

                if (isLeftOver?.Invoke(message) == true)
                {
                    open.TryAdd(message.Key, DateTimeOffset.MinValue);
                }
            }

            ForgetGone(settled);
            ForgetGone(troubles);
            ForgetGone(open);
            pending = pending.RemoveAll(message => settled.ContainsKey(message.Key));
            return true;
        }
    }

    public Conversation WithoutSettled(Conversation conversation)
    {
        lock (gate)
        {
            return settled.Count == 0
                ? conversation
                : conversation with { Pending = conversation.Pending.RemoveAll(message => settled.ContainsKey(message.Key)) };
        }
    }

    public void CountInto(OutboxCounts counts)
    {
        lock (gate)
        {
            foreach (var message in pending)
            {
                counts.Add(message, message.IsHeld(lastHeard), Of(message).Doubts > 0);
            }
        }
    }

    /// <summary>The conversation went to another address, where another queue sends what is left.</summary>
    public void Leave()
    {
        lock (gate)
        {
            (pending, listed) = ([], []);
            settled.Clear();
            troubles.Clear();
            open.Clear();
        }
    }

    public bool HasSettledBefore(DateTimeOffset before)
    {
        lock (gate)
        {
            return settled.Values.Any(at => at < before);
        }
    }

    /// <summary>True when the sent log must still be kept for something older than <paramref name="before"/>.</summary>
    public bool NeedsLog(DateTimeOffset before)
    {
        lock (gate)
        {
            return settled.Values.Any(at => at < before) || open.Values.Any(at => at < before);
        }
    }

    /// <param name="idleSince">Nothing was written since.</param>
    /// <param name="isOurs">False when another node has the account now: what is pending is its concern.</param>
    public bool TryClose(DateTimeOffset idleSince, bool isOurs)
    {
        lock (gate)
        {
            closed = closed || (place == Place.None && owed is null && (pending.IsEmpty || !isOurs) && settled.Count == 0 && lastAt < idleSince);
            return closed;
        }
    }

    /// <summary>
    /// Lives are ordered in time: after a person's data was deleted the same chat begins again as a later one, and its
    /// revisions begin again as well. The person alone may change within a life, to one who was known earlier.
    /// </summary>
    private bool IsOlder(Conversation conversation)
    {
        var order = string.CompareOrdinal(conversation.Life, life);
        return order < 0 || (order == 0 && conversation.Revision < revision);
    }

    /// <summary>What the document no longer lists is settled for good (or the person said stop), unless it is on its way this moment.</summary>
    private void ForgetGone<T>(Dictionary<string, T> known)
    {
        if (known.Count == 0)
        {
            return;
        }

        foreach (var key in known.Keys.Where(key => key != underWay && !listed.Contains(key)).ToList())
        {
            known.Remove(key);
        }
    }
}
