namespace Moomken.Bot.Host.Channels;

/// <summary>How far one call to a provider came.</summary>
public enum CallDelivery
{
    /// <summary>The server answered, be it with an error.</summary>
    Answered,

    /// <summary>No byte of the call left this machine: it may be repeated.</summary>
    NotSent,

    /// <summary>The call left, and no answer came that could be read: it may or may not have had its effect.</summary>
    NoAnswer,
}
