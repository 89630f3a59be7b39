using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>What one activity is to us.</summary>
public abstract record ActivityVerdict
{
    private ActivityVerdict()
    {
    }

    /// <summary>Somebody said or did something.</summary>
    public sealed record Said(InboundMessage Message) : ActivityVerdict;

    /// <summary>Somebody opened a chat and said nothing yet: greeted when we do not know them.</summary>
    public sealed record Joined(InboundMessage Message) : ActivityVerdict;

    /// <summary>Somebody closed the chat or took the bot away: of use only when we know them.</summary>
    public sealed record Left(InboundMessage Message) : ActivityVerdict;

    /// <summary>Said where others read along. Not kept; whoever speaks to us is told to write in private.</summary>
    public sealed record NotPrivate(bool ToUs) : ActivityVerdict;

    /// <summary>A call that wants an answer at once, for something that we do not do.</summary>
    public sealed record UnknownCall : ActivityVerdict;

    /// <summary>Known, and nothing of ours; acknowledged and not kept.</summary>
    /// <param name="Reason">From a closed set, for counting.</param>
    public sealed record Ignored(string Reason) : ActivityVerdict;

    /// <summary>Proved and still not to be understood: kept as a dead letter for a person to look at.</summary>
    /// <param name="Reason">From a closed set, without personal data.</param>
    public sealed record NotUnderstood(string Reason) : ActivityVerdict;
}
