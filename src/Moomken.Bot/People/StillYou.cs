using Moomken.Bot.Conversations;

namespace Moomken.Bot.People;

/// <summary>A phone number that was silent for long may have been sold to somebody else: who it is is asked before anything is shown.</summary>
public static class StillYou
{
    public const string Dialog = "still_you";

    /// <summary>Operators give a number to the next customer after three months or more without use.</summary>
    public static readonly TimeSpan After = TimeSpan.FromDays(60);

    /// <summary>Accounts of other channels are not handed on.</summary>
    public static bool Doubts(Conversation conversation, DateTimeOffset now) =>
        conversation is { Channel: "sms" or "whatsapp", NeverWrote: false } && now - conversation.LastAt >= After;
}
