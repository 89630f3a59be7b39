namespace Moomken.Bot.Fakes.Chaos;

/// <summary>What the proxy does to one request.</summary>
public enum Trouble
{
    None,

    /// <summary>Answered late.</summary>
    Delayed,

    /// <summary>The connection is closed; the provider never sees the request.</summary>
    Dropped,

    /// <summary>The provider takes it; the connection is closed before its answer.</summary>
    Reset,

    /// <summary>500, and the provider never sees it.</summary>
    ServerError,

    /// <summary>429, and the provider never sees it.</summary>
    TooMany,

    /// <summary>The provider takes it; its answer never comes.</summary>
    TakenThenSilent,
}

/// <summary>One request and what was done to it; the path is with its query.</summary>
public sealed record ChaosCall(string Path, string Body, Trouble Trouble)
{
    /// <summary>True when whoever asked cannot know whether the provider has it.</summary>
    public bool IsUnanswered => Trouble is Trouble.Dropped or Trouble.Reset or Trouble.TakenThenSilent;
}
