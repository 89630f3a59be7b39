namespace Moomken.Bot.Messages;

/// <summary>Where a person is reached: the channel's name, our account there (a bot id, a sender number) and the user's id there.</summary>
public sealed record ChannelAddress(string Channel, string Account, string User)
{
    /// <summary>Never the user: an address that slips into a log must not name anybody.</summary>
    public override string ToString() => $"{Channel}/{Account}/•••";
}
