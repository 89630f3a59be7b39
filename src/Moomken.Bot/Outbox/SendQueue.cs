using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

/// <summary>What one conversation still has to be sent, and which of its messages are sent but not yet out of its document. Thread-safe.</summary>
internal sealed class SendQueue(string conversationId)
{
    private readonly Lock gate = new();
    private readonly Queue<OutboundMessage> waiting = new();
    private readonly Dictionary<string, DateTimeOffset> settled = new(StringComparer.Ordinal);
    private HashSet<string> known = new(StringComparer.Ordinal);
    private string personId = "";
    private long revision = -1;
    private bool busy;
    private bool closed;
    private int attempts;
    private DateTimeOffset lastUse;

    public enum Offered
    {
        Nothing,
        Ready,

        /// <summary>This queue was let go of meanwhile; ask for a new one.</summary>
        Closed,
    }

    public string ConversationId { get; } = conversationId;

    public ChannelAddress Address { get; private set; } = new("", "", "");

    public OutboundMessage? Head
    {
        get
        {
            lock (gate)
            {
                return waiting.TryPeek(out var head) ? head : null;
            }
        }
    }

    public Lane Lane => Head?.Lane ?? Lane.Reply;

    public Offered Offer(Conversation conversation, ChannelAddress address, IReadOnlyDictionary<string, string?> sentBefore)
    {
        lock (gate)
        {
            if (closed)
            {
                return Offered.Closed;
            }

            if (IsOlder(conversation))
            {
                return Offered.Nothing;
            }

            (personId, revision) = (conversation.PersonId, conversation.Revision);
            Address = address;
            lastUse = conversation.LastAt;
            Take(conversation.Pending, conversation.LastAt, sentBefore);
            if (busy || waiting.Count == 0)
            {
                return Offered.Nothing;
            }

            busy = true;
            return Offered.Ready;
        }
    }

    /// <summary>
    /// Person ids are ordered in time: after a person's data was deleted the same chat begins again as a later person's, and
    /// its revisions begin again as well.
    /// </summary>
    private bool IsOlder(Conversation conversation)
    {
        var order = string.CompareOrdinal(conversation.PersonId, personId);
        return order < 0 || (order == 0 && conversation.Revision < revision);
    }

    private void Take(ImmutableList<OutboundMessage> pending, DateTimeOffset at, IReadOnlyDictionary<string, string?> sentBefore)
    {
        var ids = new HashSet<string>(pending.Count, StringComparer.Ordinal);
        foreach (var message in pending)
        {
            ids.Add(message.Id);
            if (!known.Contains(message.Id) && sentBefore.ContainsKey(message.Id))
            {
                settled[message.Id] = at;
            }
            else if (!known.Contains(message.Id))
            {
                waiting.Enqueue(message);
            }
        }

        // What the document no longer lists is settled for good, unless it is on its way this moment.
        foreach (var id in settled.Keys.Where(id => !ids.Contains(id)).ToList())
        {
            settled.Remove(id);
        }

        DropStopped(ids);
        known = ids;
    }

    /// <summary>A stop empties the list: what had not left yet must not leave.</summary>
    private void DropStopped(HashSet<string> ids)
    {
        if (waiting.All(message => ids.Contains(message.Id)))
        {
            return;
        }

        var kept = waiting.Where((message, index) => (busy && index == 0) || ids.Contains(message.Id)).ToList();
        waiting.Clear();
        kept.ForEach(waiting.Enqueue);
    }

    /// <summary>What is to be sent now; what the conversation no longer lists (the person said stop while it waited) is let go. Null when there is nothing.</summary>
    public OutboundMessage? TakeUp()
    {
        lock (gate)
        {
            while (waiting.TryPeek(out var head))
            {
                if (known.Contains(head.Id))
                {
                    return head;
                }

                waiting.Dequeue();
            }

            return null;
        }
    }

    public Conversation WithoutSettled(Conversation conversation)
    {
        lock (gate)
        {
            return settled.Count == 0
                ? conversation
                : conversation with { Pending = conversation.Pending.RemoveAll(message => settled.ContainsKey(message.Id)) };
        }
    }

    public SendAttempt Attempt(OutboundMessage message)
    {
        lock (gate)
        {
            return new SendAttempt(Address, message, lastUse, attempts + 1);
        }
    }

    public int CountAttempt()
    {
        lock (gate)
        {
            return ++attempts;
        }
    }

    public void Settle(string messageId, DateTimeOffset now)
    {
        lock (gate)
        {
            attempts = 0;
            if (waiting.TryPeek(out var head) && head.Id == messageId)
            {
                waiting.Dequeue();
            }

            if (known.Contains(messageId))
            {
                settled[messageId] = now;
            }
        }
    }

    /// <summary>The conversation went to another address, where another queue sends what is left.</summary>
    public void Leave()
    {
        lock (gate)
        {
            waiting.Clear();
            settled.Clear();
            known.Clear();
            attempts = 0;
        }
    }

    /// <summary>True when there is more to send; the queue stays taken. False: it may be offered again.</summary>
    public bool GoOn()
    {
        lock (gate)
        {
            busy = waiting.Count > 0;
            return busy;
        }
    }

    public bool HasSettledBefore(DateTimeOffset before)
    {
        lock (gate)
        {
            return settled.Values.Any(at => at < before);
        }
    }

    public bool TryClose(DateTimeOffset idleSince)
    {
        lock (gate)
        {
            closed = closed || (!busy && waiting.Count == 0 && settled.Count == 0 && lastUse < idleSince);
            return closed;
        }
    }
}
