using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.People;

/// <summary>A phone number that was silent for long may have been sold to somebody else: who it is is asked before anything is shown.</summary>
/// <param name="After"><c>Moomken__AskAfterSilentDays</c>. Operators give a number to the next customer after three months or more without use.</param>
public sealed record StillYou(TimeSpan After)
{
    public const string Dialog = "still_you";

    /// <summary>Accounts of other channels are not handed on.</summary>
    public bool Doubts(Conversation conversation, DateTimeOffset now) =>
        !conversation.NeverWrote && IsNumber(conversation.Channel) && now - conversation.LastAt >= After;

    /// <summary>By what the channel shows and not by its name: each way to SMS has a name of its own.</summary>
    private static bool IsNumber(string channel) => ChannelProfile.OfChannel(channel) is var profile && (profile == ChannelProfile.Sms || profile == ChannelProfile.WhatsApp);
}
