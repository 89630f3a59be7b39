using System.Collections.Frozen;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

// What conversations have pending comes in here, and what was sent goes out of their documents.
public sealed partial class Sender
{
    /// <summary>
    /// Takes over a conversation's pending messages. Calling it twice, or with an older state, changes nothing. When another
    /// node sends for the account, or this one does not know yet what another has sent, it is told to who finds that out.
    /// </summary>
    public void Offer(Conversation conversation, ChannelAddress address)
    {
        var term = nodes.KnowsAll(address.Channel, address.Account) ? nodes.Term(address.Channel, address.Account) : null;
        Offer(conversation, address, term);
        if (term is null && !conversation.Pending.IsEmpty)
        {
            // After it: what is looked up then comes with a term and must have the last word.
            nodes.Tell(conversation.Id, address);
        }
    }

    /// <summary>The same for a conversation whose messages were looked up, under <paramref name="term"/>, in what the nodes have sent.</summary>
    public void OfferLookedUp(Conversation conversation, ChannelAddress address, long term) => Offer(conversation, address, term);

    private void Offer(Conversation conversation, ChannelAddress address, long? term)
    {
        if (term is null && !queues.ContainsKey(conversation.Id))
        {
            return;
        }

        if (term is not null && conversation.Pending.Find(message => message is { Returns: > 0, LastFailure: LateFault.AccountThrottled }) is { } told)
        {
            AccountOf(address.Channel).PauseUntil(told.NotBefore);
        }

        // Where reports come, what the last run had sent must become a delivery first; it leaves the document with that.
        var followed = IsFollowed(address.Channel);
        var sentBefore = followed ? FrozenDictionary<string, string?>.Empty : notes.SentBefore;
        SendQueue queue;
        do
        {
            queue = queues.GetOrAdd(conversation.Id, static (id, known) => new SendQueue(id, known.Rates, known.time), (AccountOf(address.Channel).Rates, time));
        }
        while (!queue.Offer(conversation, address, term, sentBefore, followed ? notes.IsLeftOver : null));
        Place(queue);
    }

    /// <summary>Messages of which another node had begun an attempt when it ended: each is looked into before it is sent.</summary>
    public void TakeOver(IEnumerable<string> begun) => notes.Interrupted(begun);

    /// <summary>The conversation without the messages that are known to be sent: a turn writes it so, at no further cost.</summary>
    public Conversation WithoutSettled(Conversation conversation) =>
        queues.TryGetValue(conversation.Id, out var queue) ? queue.WithoutSettled(conversation) : conversation;

    /// <summary>Conversations whose sent messages are still in their document; those settled before <paramref name="before"/>.</summary>
    public IReadOnlyList<string> Unsettled(DateTimeOffset before) => [.. queues.Values.Where(queue => queue.HasSettledBefore(before)).Select(queue => queue.ConversationId)];

    /// <summary>Takes note of conversations that were written without their sent messages.</summary>
    public void Written(IEnumerable<Conversation> conversations)
    {
        foreach (var conversation in conversations)
        {
            if (queues.TryGetValue(conversation.Id, out var queue))
            {
                Offer(conversation, queue.Address);
            }
        }
    }

    /// <summary>Lets the sent log forget what the documents say as well. Not before every conversation left over from the last run was offered.</summary>
    public void ForgetSettled() => notes.Forget(queues.Values);

    /// <summary>Lets go of conversations that have nothing to send.</summary>
    public void DropIdle()
    {
        foreach (var (id, queue) in queues)
        {
            if (queue.TryClose(time.GetUtcNow() - TimeSpan.FromMinutes(1), IsOfThisTerm(queue)))
            {
                queues.TryRemove(id, out _);
            }
        }
    }

    /// <summary>
    /// False when the account's lease was lost, or lost and won again: what the queue knows is then not all, and another node may have
    /// sent it. An outcome that is owed is written all the same. What is pending is offered anew under the new term.
    /// </summary>
    private bool IsOurs(SendQueue queue) => queue.Owed is not null || IsOfThisTerm(queue);

    private bool IsOfThisTerm(SendQueue queue) => queue.Term is { } term && nodes.Term(queue.Address.Channel, queue.Address.Account) == term;

    private void Place(SendQueue queue)
    {
        if (!IsOurs(queue) || queue.Move(time.GetUtcNow()) is not { } move)
        {
            return;
        }

        if (move.Until is { } until)
        {
            delays.Add(move, until);
        }
        else
        {
            AccountOf(queue.Address.Channel).Add(move, move.ToSend is { } message ? CostOf(message, queue.Address.Channel) : 0);
        }
    }
}
