using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>
/// The rarer ends of a message, each written to the store when it happens. Each gives the conversation as it was written,
/// or null when nothing was: it is gone, or it does not list the message any more (a stop, a report that came first).
/// </summary>
public sealed class OutboxRecords(IStore store, AddressBook addresses, PersonSeal seal, TimeProvider time)
{
    private readonly Deliveries deliveries = new(seal, time);

    /// <summary>A message that will not arrive is kept with its reason, where a coordinator sees it: never silently dropped.</summary>
    public Task<Conversation?> GiveUpAsync(string conversationId, OutboundMessage message, string reason, CancellationToken cancellation) =>
        ChangeAsync(conversationId, message, (transaction, conversation, pending) => GivingUp.GiveUp(transaction, conversation, pending, reason, time.GetUtcNow()), cancellation);

    /// <summary>Kept until the person writes again: later than <paramref name="lastHeard"/>, which the provider judged by.</summary>
    public Task<Conversation?> HoldAsync(string conversationId, OutboundMessage message, DateTimeOffset lastHeard, string reason, CancellationToken cancellation) =>
        ReplaceAsync(conversationId, message, pending => pending with { SilentSince = lastHeard, LastFailure = reason }, cancellation);

    /// <summary>Nobody knows whether the attempt arrived; a report may still tell until <paramref name="notBefore"/>.</summary>
    public Task<Conversation?> DoubtAsync(string conversationId, OutboundMessage message, DateTimeOffset notBefore, string reason, CancellationToken cancellation) =>
        ReplaceAsync(conversationId, message, pending => pending with { Doubts = pending.Doubts + 1, NotBefore = notBefore, LastFailure = reason }, cancellation);

    /// <summary>Sent where reports come: the message leaves its conversation and is followed as a <see cref="Delivery"/>.</summary>
    public Task<Conversation?> FileAsync(string conversationId, OutboundMessage message, string? providerId, DateTimeOffset lastHeard, CancellationToken cancellation) =>
        store.WriteAsync(
            conversationId,
            transaction =>
            {
                if (transaction.Get(Conversation.Documents, conversationId) is not { } conversation)
                {
                    return null;
                }

                if (Listed(conversation, message) is not { } pending)
                {
                    Deliveries.Name(transaction, message.Id, providerId);
                    return null;
                }

                deliveries.Put(transaction, conversation, pending, DeliveryState.Accepted, providerId, lastHeard);
                return Write(transaction, conversation with { Pending = conversation.Pending.Remove(pending) });
            },
            cancellation);

    /// <summary>The chat cannot be reached any more: nothing is due there.</summary>
    public Task<Conversation?> MarkUnreachableAsync(string conversationId, string reason, CancellationToken cancellation) =>
        store.WriteAsync(
            conversationId,
            transaction => transaction.Get(Conversation.Documents, conversationId) is { } conversation
                ? Write(transaction, conversation with { Unreachable = reason, Pending = [], Timers = [] })
                : null,
            cancellation);

    /// <summary>The same chat under a new id: the conversation goes there with all that it has and is not yet sent. Null when it is gone.</summary>
    public Task<(Conversation Conversation, ChannelAddress Address)?> MoveAsync(
        string conversationId, string user, Func<Conversation, Conversation> withoutSettled, CancellationToken cancellation) =>
        store.WriteAsync<(Conversation, ChannelAddress)?>(
            conversationId,
            transaction =>
            {
                if (transaction.Get(Conversation.Documents, conversationId) is not { } conversation
                    || transaction.Get(Person.Documents, conversation.PersonId) is not { } person)
                {
                    return null;
                }

                var address = new ChannelAddress(conversation.Channel, conversation.Account, user);
                var moved = withoutSettled(conversation) with
                {
                    Id = addresses.ConversationId(address),
                    SealedUser = seal.Seal(person, user),
                    Revision = conversation.Revision + 1,
                };
                moved = Joined(transaction, moved, person, conversationId, withoutSettled);
                transaction.Delete(Conversation.Documents, conversationId);
                transaction.Put(Conversation.Documents, moved);
                return (moved, address);
            },
            cancellation);

    /// <summary>
    /// Somebody may have written under the new id before we were told of the move: the two are one conversation then, whose
    /// person is who was known before, and nothing that either still has to be sent is lost.
    /// </summary>
    private static Conversation Joined(IStoreTransaction transaction, Conversation moved, Person person, string movedFrom, Func<Conversation, Conversation> withoutSettled)
    {
        var there = transaction.Get(Conversation.Documents, moved.Id) is { } found && found.Id != movedFrom ? withoutSettled(found) : null;
        var stranger = there is null || there.PersonId == person.Id ? null : transaction.Get(Person.Documents, there.PersonId);
        if (stranger is { } other && (other.Role != Role.Voter || other.Linked.Length > 1))
        {
            // Somebody of their own: who they are is not ours to decide here. They only get what was still due.
            return there! with { Pending = [.. moved.Pending, .. there.Pending], Revision = Math.Max(moved.Revision, there.Revision) + 1 };
        }

        if (person.Linked.Contains(movedFrom))
        {
            transaction.Put(Person.Documents, person with { Linked = [.. person.Linked.Remove(movedFrom).Remove(moved.Id), moved.Id] });
        }

        if (stranger is not null)
        {
            OnePerson.TakeOver(transaction, person, stranger);
        }

        return there is null ? moved : moved with
        {
            Session = moved.Session.Frames.IsEmpty ? there.Session : moved.Session,
            Timers = moved.Session.Frames.IsEmpty ? there.Timers : moved.Timers,
            Seen = moved.Seen.JoinedTo(there.Seen),
            Pending = [.. moved.Pending, .. there.Pending],
            StoppedAt = there.LastAt > moved.LastAt ? there.StoppedAt : moved.StoppedAt,
            LastAt = there.LastAt > moved.LastAt ? there.LastAt : moved.LastAt,
            NeverWrote = there.NeverWrote && moved.NeverWrote,
            Life = string.CompareOrdinal(there.Life, moved.Life) > 0 ? there.Life : moved.Life,
            Revision = Math.Max(moved.Revision, there.Revision) + 1,
        };
    }

    /// <summary>Takes messages that were sent out of their conversations' documents.</summary>
    public Task<IReadOnlyList<Conversation>> SettleAsync(IReadOnlyList<string> conversations, Func<Conversation, Conversation> withoutSettled, CancellationToken cancellation) =>
        store.WriteAsync<IReadOnlyList<Conversation>>(
            transaction => [.. conversations.Select(id => transaction.Get(Conversation.Documents, id)).OfType<Conversation>().Select(found => Write(transaction, withoutSettled(found)))],
            cancellation);

    /// <summary>Writes a conversation that the outbox changed. One that was to be forgotten goes with its last message.</summary>
    internal static Conversation Write(IStoreTransaction transaction, Conversation changed)
    {
        var written = changed with { Revision = changed.Revision + 1 };
        transaction.Put(Conversation.Documents, written);
        if (written is { Forgotten: true, Pending.IsEmpty: true })
        {
            transaction.Delete(Conversation.Documents, written.Id);
            transaction.Delete(Person.Documents, written.PersonId);
        }

        return written;
    }

    private static OutboundMessage? Listed(Conversation conversation, OutboundMessage message) => conversation.Pending.Find(pending => pending.Key == message.Key);

    private Task<Conversation?> ReplaceAsync(string conversationId, OutboundMessage message, Func<OutboundMessage, OutboundMessage> change, CancellationToken cancellation) =>
        ChangeAsync(conversationId, message, (_, conversation, pending) => conversation with { Pending = conversation.Pending.Replace(pending, change(pending)) }, cancellation);

    private Task<Conversation?> ChangeAsync(
        string conversationId, OutboundMessage message, Func<IStoreTransaction, Conversation, OutboundMessage, Conversation> change, CancellationToken cancellation) =>
        store.WriteAsync(
            transaction => transaction.Get(Conversation.Documents, conversationId) is { } conversation && Listed(conversation, message) is { } pending
                ? Write(transaction, change(transaction, conversation, pending))
                : null,
            cancellation);
}
