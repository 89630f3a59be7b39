using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>
/// The rarer ends of a message, each written to the store when it happens. Each gives the conversation as it was written,
/// or null when nothing was: it is gone, or it does not list the message any more (a stop, a report that came first).
/// </summary>
public sealed partial class OutboxRecords(IStore store, AddressBook addresses, PersonSeal seal, TimeProvider time)
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
                return Write(transaction, conversation.WithTaken(pending, providerId, time.GetUtcNow()));
            },
            cancellation);

    /// <summary>The provider's ids of the last messages that it took in this conversation.</summary>
    public Task<ImmutableList<string>> TakenAsync(string conversationId, CancellationToken cancellation) =>
        store.ReadAsync(reader => reader.Get(Conversation.Documents, conversationId)?.TakenLately?.Ids ?? [], cancellation);

    /// <summary>The chat cannot be reached any more: nothing is due there, and what was is kept with the reason. What is known to be sent did not fail.</summary>
    public Task<Conversation?> MarkUnreachableAsync(string conversationId, string reason, Func<Conversation, Conversation> withoutSettled, CancellationToken cancellation) =>
        store.WriteAsync(
            conversationId,
            transaction => transaction.Get(Conversation.Documents, conversationId) is { } conversation
                ? Write(transaction, GivingUp.GiveUpAll(transaction, withoutSettled(conversation), reason, time.GetUtcNow()))
                : null,
            cancellation);

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
