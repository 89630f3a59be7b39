using System.Text.Json.Serialization;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>A message that did not arrive and will not be tried again by itself.</summary>
/// <param name="Id">The message's own, ordered in time.</param>
/// <param name="Conversation">Where it was to go.</param>
/// <param name="Reason">From the channel's closed set, or <c>expired</c>, <c>unknown</c> with the last reason after a colon. No personal data.</param>
/// <param name="At">When it was given up.</param>
/// <param name="Message">As it was to be sent.</param>
public sealed record FailedMessage(string Id, string Conversation, string Reason, DateTimeOffset At, OutboundMessage Message)
{
    public static readonly DocumentKind<FailedMessage> Documents = new("failed_messages", failed => failed.Id, FailedMessageJson.Default.FailedMessage);
}

/// <summary>How a wish to send a failed message again ended.</summary>
public enum Resending
{
    /// <summary>It is due again.</summary>
    Due,

    /// <summary>There is no such failed message (any more).</summary>
    NotFound,

    /// <summary>The person said stop, cannot be reached, or their data was deleted: it stays as failed.</summary>
    NotWanted,
}

/// <summary>What an operator does with messages that did not arrive: over the store alone, so that any process that has it may.</summary>
public sealed class FailedMessages(IStore store, AddressBook addresses, TimeProvider time)
{
    /// <summary>What is sent again by hand may take as long as a reply.</summary>
    public static readonly TimeSpan Lasts = ReplyWriter.ReplyLasts;

    /// <summary>In the order of the messages, after the one with the id <paramref name="after"/>. Show reasons and times; the texts are people's.</summary>
    public Task<IReadOnlyList<FailedMessage>> ListAsync(int limit, string? after, CancellationToken cancellation) =>
        store.ReadAsync(reader => reader.Scan(FailedMessage.Documents, limit, after), cancellation);

    /// <summary>
    /// Makes the message due again, in the lane it had. With <see cref="Resending.Due"/> come the conversation and its address,
    /// for <see cref="Sender.Offer"/>; without a running sender it leaves after the next start.
    /// </summary>
    public Task<(Resending Outcome, Conversation? Conversation, ChannelAddress? Address)> RetryAsync(string id, CancellationToken cancellation) =>
        store.WriteAsync(transaction => Retry(transaction, id), cancellation);

    /// <summary>False when there is no such failed message.</summary>
    public Task<bool> DropAsync(string id, CancellationToken cancellation) => store.WriteAsync(
        transaction =>
        {
            var found = transaction.Get(FailedMessage.Documents, id) is not null;
            transaction.Delete(FailedMessage.Documents, id);
            return found;
        },
        cancellation);

    /// <summary>Takes the message out of what is due and keeps it with its reason.</summary>
    internal static Conversation GiveUp(IStoreTransaction transaction, Conversation conversation, OutboundMessage message, string reason, DateTimeOffset now)
    {
        transaction.Put(FailedMessage.Documents, new FailedMessage(message.Id, conversation.Id, reason, now, message));
        return conversation with { Pending = conversation.Pending.RemoveAll(pending => pending.Id == message.Id) };
    }

    private (Resending, Conversation?, ChannelAddress?) Retry(IStoreTransaction transaction, string id)
    {
        if (transaction.Get(FailedMessage.Documents, id) is not { } failed)
        {
            return (Resending.NotFound, null, null);
        }

        if (transaction.Get(Conversation.Documents, failed.Conversation) is not { StoppedAt: null, Unreachable: null, Forgotten: false } conversation
            || transaction.Get(Person.Documents, conversation.PersonId) is not { } person
            || person.CreatedAt > failed.Message.CreatedAt)
        {
            return (Resending.NotWanted, null, null);
        }

        transaction.Delete(FailedMessage.Documents, id);
        var again = failed.Message with
        {
            // The sent log may have it as sent under its old key.
            Returns = failed.Message.Returns + 1,
            Doubts = 0,
            SilentSince = null,
            NotBefore = default,
            ExpiresAt = time.GetUtcNow() + Lasts,
        };
        var written = OutboxRecords.Write(transaction, conversation with { Pending = conversation.Pending.Add(again) });
        return (Resending.Due, written, addresses.AddressOf(written, person));
    }
}

[JsonSerializable(typeof(FailedMessage))]
internal sealed partial class FailedMessageJson : JsonSerializerContext;
