using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>What follows when a provider says afterwards that a message which it took did not arrive.</summary>
internal static class LateFault
{
    /// <summary>A phone that was off is tried twice more: every attempt costs money, and who sees no answer writes again.</summary>
    public const int MostReturns = 2;

    /// <summary>
    /// The reason of a message whose whole account must wait until its <c>NotBefore</c>. The report may come to another node than the one that
    /// sends: whoever is offered the conversation reads it there and waits.
    /// </summary>
    public const string AccountThrottled = "throttled";

    /// <summary>The conversation as it is to be written: with the message due again, kept, or given up.</summary>
    /// <param name="transaction">A message that is given up is written here.</param>
    /// <param name="conversation">May list the message still: the report overtook the answer of its own attempt.</param>
    /// <param name="message">As it was sent.</param>
    /// <param name="fault">What the provider says.</param>
    /// <param name="lastHeard">When the person had last written, at that attempt.</param>
    /// <param name="now">The moment of the report.</param>
    public static Conversation Apply(
        IStoreTransaction transaction, Conversation conversation, OutboundMessage message, SendResult fault, DateTimeOffset lastHeard, DateTimeOffset now)
    {
        if (conversation.StoppedAt > message.CreatedAt)
        {
            return Without(conversation, message);
        }

        if (conversation.Unreachable is { } known)
        {
            return GivingUp.GiveUp(transaction, conversation, message, known, now);
        }

        if (fault is SendResult.RecipientGone gone && conversation.LastHeard <= lastHeard)
        {
            return GivingUp.GiveUpAll(transaction, Back(conversation, message), gone.Reason, now);
        }

        if (message.ExpiresAt <= now || Again(message, fault, lastHeard, now) is not { } again)
        {
            return GivingUp.GiveUp(transaction, conversation, message, ReasonOf(fault), now);
        }

        return Back(conversation, again);
    }

    private static Conversation Back(Conversation conversation, OutboundMessage message) =>
        conversation with { Pending = Without(conversation, message).Pending.Insert(0, message) };

    /// <summary>
    /// Null when it is not to be tried again. A limit of the account may last a day, and a fault of the settings until somebody mends it: these
    /// use up no try, only the message's own time.
    /// </summary>
    private static OutboundMessage? Again(OutboundMessage message, SendResult fault, DateTimeOffset lastHeard, DateTimeOffset now)
    {
        var blameless = fault is SendResult.Throttled or SendResult.Failed { Retryable: true, Reason: SendResult.Configuration };
        var back = message with { Returns = message.Returns + 1, Waits = message.Waits + (blameless ? 1 : 0), Doubts = 0, SilentSince = null, LastFailure = ReasonOf(fault) };
        return fault switch
        {
            SendResult.Held => back with { SilentSince = lastHeard },
            SendResult.Throttled throttled => back with { NotBefore = now + throttled.RetryAfter },
            SendResult.Failed { Retryable: true } when blameless || message.Returns - message.Waits < MostReturns =>
                back with { NotBefore = now + RetrySchedule.AfterReport(message.Returns) },
            _ => null,
        };
    }

    private static Conversation Without(Conversation conversation, OutboundMessage message) =>
        conversation with { Pending = conversation.Pending.RemoveAll(pending => pending.Id == message.Id) };

    private static string ReasonOf(SendResult fault) => fault switch
    {
        SendResult.Failed failed => failed.Reason,
        SendResult.RecipientGone gone => gone.Reason,
        SendResult.Held held => held.Reason,
        SendResult.Unknown unknown => unknown.Reason,
        SendResult.Throttled { WholeAccount: true } => AccountThrottled,
        SendResult.Throttled => "slow_down",
        SendResult.RecipientMoved => "moved",
        _ => "failed",
    };
}
