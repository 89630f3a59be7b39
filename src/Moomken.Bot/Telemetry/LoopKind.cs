namespace Moomken.Bot.Telemetry;

/// <summary>How it was known that a machine wrote, which is never answered.</summary>
public enum LoopKind
{
    /// <summary>From our own number.</summary>
    Ourselves,

    /// <summary>From a short code or a name: a network's or a shop's.</summary>
    Machine,

    /// <summary>Our own text came back.</summary>
    Echo,

    /// <summary>The same text again and again.</summary>
    Repeated,
}
