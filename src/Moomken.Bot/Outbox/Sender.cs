using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.Rendering;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>
/// Sends what conversations have pending, after it is durable: one message of a conversation at a time, the lanes by rank
/// and within a lane in order. What the provider has taken goes to the sent log at once and out of the conversation with
/// its next write; where reports come it becomes a <see cref="Delivery"/> instead.
/// </summary>
public sealed partial class Sender(
    IReadOnlyDictionary<string, IChannel> channels, ISentLog log, OutboxRecords records, RateTable rates, RetrySchedule schedule, TimeProvider time, ILogger<Sender> logger,
    FaultPoint? reached = null, INodes? several = null) : IDisposable
{
    /// <summary>Messages of one account on their way at once: a provider that hangs must not hold up another's. Enough to hide a provider's latency, few enough for one connection pool.</summary>
    public const int AtOnce = 48;

    /// <summary>How long a message that is on its way when the program stops may wait for its answer: without it nobody knows whether it arrived.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How often the messages of a channel that is off are looked at.</summary>
    private static readonly TimeSpan WhileOff = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, SendQueue> queues = new(StringComparer.Ordinal);
    private readonly INodes nodes = several ?? OnlyNode.Instance;
    private readonly SentNotes notes = new(log, time, logger);

    /// <summary>By channel name: a channel has one account.</summary>
    private readonly FrozenDictionary<string, AccountLanes> accounts = channels.Values.ToFrozenDictionary(
        channel => channel.Name, channel => new AccountLanes(channel.Name, channel.Account, rates.Of(channel.Name), schedule, time));

    /// <summary>Conversations of channels that are off: their messages wait, and expire in the end.</summary>
    private readonly AccountLanes off = new("off", "", SendRates.Unlimited, schedule, time);

    private readonly Delays delays = new(time);
    private long sent;
    private long repeated;

    /// <summary>Messages sent since the start, for metrics.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Attempts since the start that were made although an earlier one of the same message may have reached the person.</summary>
    public long Repeated => Interlocked.Read(ref repeated);

    /// <summary>How each account stands.</summary>
    public IReadOnlyList<AccountState> Accounts() => [.. accounts.Values.Select(account => account.State())];

    /// <summary>What waits, counted by going through all of it: for health and metrics, every few seconds.</summary>
    public OutboxCounts Count()
    {
        var counts = new OutboxCounts();
        foreach (var queue in queues.Values)
        {
            queue.CountInto(counts);
        }

        return counts;
    }

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

        // Where reports come, what the last run had sent must become a delivery first; it leaves the document with that.
        var followed = IsFollowed(address.Channel);
        var sentBefore = followed ? FrozenDictionary<string, string?>.Empty : notes.SentBefore;
        SendQueue queue;
        do
        {
            queue = queues.GetOrAdd(conversation.Id, static (id, limits) => new SendQueue(id, limits), AccountOf(address.Channel).Rates);
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
            if (queue.TryClose(time.GetUtcNow() - TimeSpan.FromMinutes(1)))
            {
                queues.TryRemove(id, out _);
            }
        }
    }

    public void Dispose()
    {
        foreach (var account in accounts.Values.Append(off))
        {
            account.Dispose();
        }
    }

    private bool IsFollowed(string channel) => channels.TryGetValue(channel, out var found) && found.ReportsWithin > TimeSpan.Zero;

    /// <summary>
    /// False when the account's lease was lost, or lost and won again: what the queue knows is then not all, and another node may have
    /// sent it. An outcome that is owed is written all the same. What is pending is offered anew under the new term.
    /// </summary>
    private bool IsOurs(SendQueue queue) => queue.Owed is not null || (queue.Term is { } term && nodes.Term(queue.Address.Channel, queue.Address.Account) == term);

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

    private AccountLanes AccountOf(string channel) => accounts.GetValueOrDefault(channel, off);

    /// <summary>An SMS is paid for, and limited, in parts.</summary>
    private int CostOf(OutboundMessage message, string channel) =>
        channels.TryGetValue(channel, out var found) && found.Profile.Segments ? SmsSegments.Count(message.Text).Segments : 1;
}
