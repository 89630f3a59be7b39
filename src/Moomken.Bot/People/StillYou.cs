using Moomken.Bot.Conversations;

namespace Moomken.Bot.People;

/// <summary>A phone number that was silent for long may have been sold to somebody else: who it is is asked before anything is shown.</summary>
/// <param name="After"><c>Moomken__AskAfterSilentDays</c>. Operators give a number to the next customer after three months or more without use.</param>
public sealed record StillYou(TimeSpan After)
{
    public const string Dialog = "still_you";

    /// <summary>Accounts of other channels are not handed on.</summary>
    public bool Doubts(Conversation conversation, DateTimeOffset now) =>
        conversation is { Channel: "sms" or "whatsapp", NeverWrote: false } && now - conversation.LastAt >= After;
}
