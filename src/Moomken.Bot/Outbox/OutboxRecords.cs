using System.Text.Json.Serialization;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>The rarer ends of a message, each written to the store when it happens.</summary>
public sealed class OutboxRecords(IStore store, AddressBook addresses, PersonSeal seal, TimeProvider time)
{
    /// <summary>A message that will not arrive is kept with its reason, where a coordinator sees it: never silently dropped.</summary>
    public Task GiveUpAsync(string conversationId, OutboundMessage message, string reason, CancellationToken cancellation) =>
        store.WriteAsync(
            conversationId,
            transaction =>
            {
                transaction.Put(FailedMessage.Documents, new FailedMessage(message.Id, conversationId, reason, time.GetUtcNow(), message));
                Change(transaction, conversationId, conversation => conversation with { Pending = conversation.Pending.RemoveAll(pending => pending.Id == message.Id) });
                return true;
            },
            cancellation);

    /// <summary>The conversation as it was written; null when it is gone.</summary>
    public Task<Conversation?> MarkUnreachableAsync(string conversationId, string reason, CancellationToken cancellation) =>
        store.WriteAsync(
            conversationId,
            transaction => Change(transaction, conversationId, conversation => conversation with { Unreachable = reason, Pending = [], Timers = [] }),
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
                transaction.Delete(Conversation.Documents, conversationId);
                transaction.Put(Conversation.Documents, moved);
                return (moved, address);
            },
            cancellation);

    /// <summary>Takes messages that were sent out of their conversations' documents.</summary>
    public Task<IReadOnlyList<Conversation>> SettleAsync(IReadOnlyList<string> conversations, Func<Conversation, Conversation> withoutSettled, CancellationToken cancellation) =>
        store.WriteAsync<IReadOnlyList<Conversation>>(
            transaction => [.. conversations.Select(id => Settle(transaction, id, withoutSettled)).OfType<Conversation>()],
            cancellation);

    private static Conversation? Settle(IStoreTransaction transaction, string id, Func<Conversation, Conversation> withoutSettled)
    {
        var settled = Change(transaction, id, withoutSettled);
        if (settled is { Forgotten: true, Pending.IsEmpty: true })
        {
            transaction.Delete(Conversation.Documents, id);
            transaction.Delete(Person.Documents, settled.PersonId);
        }

        return settled;
    }

    private static Conversation? Change(IStoreTransaction transaction, string id, Func<Conversation, Conversation> change)
    {
        if (transaction.Get(Conversation.Documents, id) is not { } conversation)
        {
            return null;
        }

        var changed = change(conversation) with { Revision = conversation.Revision + 1 };
        transaction.Put(Conversation.Documents, changed);
        return changed;
    }
}

/// <summary>A message that did not arrive and will not be tried again by itself.</summary>
public sealed record FailedMessage(string Id, string Conversation, string Reason, DateTimeOffset At, OutboundMessage Message)
{
    public static readonly DocumentKind<FailedMessage> Documents = new("failed_messages", failed => failed.Id, FailedMessageJson.Default.FailedMessage);
}

[JsonSerializable(typeof(FailedMessage))]
internal sealed partial class FailedMessageJson : JsonSerializerContext;
