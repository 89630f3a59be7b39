using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>What one posted message is to us. Its signature was good.</summary>
public abstract record TwilioVerdict
{
    private TwilioVerdict()
    {
    }

    /// <summary>Somebody said or did something.</summary>
    public sealed record Understood(InboundMessage Message) : TwilioVerdict;

    /// <summary>Known, and nothing to take: acknowledged and not kept.</summary>
    /// <param name="Channel">The channel's name.</param>
    /// <param name="Reason">From a closed set, for counting.</param>
    public sealed record Ignored(string Channel, string Reason) : TwilioVerdict;

    /// <summary>No message of a person to a sender of ours: kept as a dead letter for a person to look at.</summary>
    /// <param name="Channel">The channel's name, as far as it can be told.</param>
    /// <param name="Reason">From a closed set, without personal data.</param>
    public sealed record NotUnderstood(string Channel, string Reason) : TwilioVerdict;
}
