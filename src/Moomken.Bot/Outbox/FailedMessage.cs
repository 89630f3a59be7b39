using System.Text.Json.Serialization;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>A message that did not arrive and will not be tried again by itself.</summary>
public sealed record FailedMessage(string Id, string Conversation, string Reason, DateTimeOffset At, OutboundMessage Message)
{
    public static readonly DocumentKind<FailedMessage> Documents = new("failed_messages", failed => failed.Id, FailedMessageJson.Default.FailedMessage);
}

/// <summary>The end of a message that will not arrive.</summary>
internal static class GivingUp
{
    /// <summary>Takes the message out of what is due and keeps it with its reason.</summary>
    public static Conversation GiveUp(IStoreTransaction transaction, Conversation conversation, OutboundMessage message, string reason, DateTimeOffset now)
    {
        transaction.Put(FailedMessage.Documents, new FailedMessage(message.Id, conversation.Id, reason, now, message));
        return conversation with { Pending = conversation.Pending.RemoveAll(pending => pending.Id == message.Id) };
    }

    /// <summary>
    /// The person cannot be reached here any more: nothing is due. Alerts and replies that were are kept with the reason; a reminder or
    /// an announcement is of no use later, and of a person whose data was deleted nothing is kept.
    /// </summary>
    public static Conversation GiveUpAll(IStoreTransaction transaction, Conversation conversation, string reason, DateTimeOffset now)
    {
        foreach (var message in conversation.Pending.Where(message => message.Lane <= Lane.Reply && !conversation.Forgotten))
        {
            transaction.Put(FailedMessage.Documents, new FailedMessage(message.Id, conversation.Id, reason, now, message));
        }

        return conversation with { Unreachable = reason, Pending = [], Timers = [] };
    }
}

[JsonSerializable(typeof(FailedMessage))]
internal sealed partial class FailedMessageJson : JsonSerializerContext;
