using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>What one SMS that smsbox handed in is to us.</summary>
public abstract record KannelVerdict
{
    private KannelVerdict()
    {
    }

    /// <summary>A person wrote.</summary>
    public sealed record Understood(InboundMessage Message) : KannelVerdict;

    /// <summary>Nothing that could be answered and nothing that anybody said: acknowledged and not kept.</summary>
    /// <param name="Reason">From a closed set, for counting.</param>
    public sealed record Ignored(string Reason) : KannelVerdict;

    /// <summary>No person that could be answered, or not readable: kept as a dead letter for a person to look at.</summary>
    /// <param name="Reason">From a closed set, without personal data.</param>
    public sealed record NotUnderstood(string Reason) : KannelVerdict;
}
