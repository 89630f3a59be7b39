using System.Collections.Frozen;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>Who posted, as far as the token proves it: what an activity must be like to be theirs.</summary>
public abstract record Caller
{
    private Caller()
    {
    }

    /// <summary>Why this activity cannot be theirs, from a closed set; null when it can.</summary>
    public abstract string? Objection(string? channelId, string? serviceUrl);

    /// <summary>True when our own token may go to the service URL that the activity names.</summary>
    public virtual bool MayHaveToken => true;

    /// <summary>Microsoft's connector: the token names the service URL to the letter, the key says for which channels it signs.</summary>
    public sealed record Connector(string? ServiceUrl, FrozenSet<string> Endorsements) : Caller
    {
        public override string? Objection(string? channelId, string? serviceUrl) =>
            ServiceUrl is null || !string.Equals(ServiceUrl, serviceUrl, StringComparison.Ordinal) ? "service_url"
            : string.IsNullOrEmpty(channelId) || !Endorsements.Contains(channelId) ? "endorsement"
            : null;
    }

    /// <summary>Somebody who holds our own credentials (the Emulator); the token says nothing of the activity.</summary>
    public sealed record OwnCredentials : Caller
    {
        public override string? Objection(string? channelId, string? serviceUrl) => string.IsNullOrEmpty(channelId) ? "endorsement" : null;
    }

    /// <summary>Nobody in particular, on this machine. Answered on this machine only, and without a token.</summary>
    public sealed record Local : Caller
    {
        public override bool MayHaveToken => false;

        public override string? Objection(string? channelId, string? serviceUrl) =>
            string.IsNullOrEmpty(channelId) ? "endorsement" : serviceUrl is null || !WebAddress.IsLoopback(serviceUrl) ? "service_url" : null;
    }
}

/// <summary>What the proof of a request is worth.</summary>
public abstract record Proof
{
    private Proof()
    {
    }

    public sealed record Proved(Caller By) : Proof;

    /// <param name="Reason">From a closed set.</param>
    public sealed record Refused(string Reason) : Proof;

    /// <summary>It cannot be said now: the issuer's keys are out of reach.</summary>
    public sealed record Unavailable : Proof;
}
