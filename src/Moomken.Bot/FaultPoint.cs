namespace Moomken.Bot;

/// <summary>
/// Told when one of the moments is reached at which a death of the process is hardest to get right. Only a test that wants
/// to see the process die there hands one in; otherwise there is none.
/// </summary>
/// <param name="name">One of <see cref="FaultPoints"/>.</param>
public delegate void FaultPoint(string name);

public static class FaultPoints
{
    /// <summary>A message and all that follows from it is durable; the provider has not been answered and nobody told.</summary>
    public const string AfterCommit = "after_commit";

    /// <summary>The provider has taken a message; nothing of ours says so yet. The one moment after which it is sent twice.</summary>
    public const string AfterProviderAccept = "after_provider_accept";

    /// <summary>The sent log has the message; its conversation still lists it as due.</summary>
    public const string BeforeSettle = "before_settle";

    public static readonly string[] All = [AfterCommit, AfterProviderAccept, BeforeSettle];
}
