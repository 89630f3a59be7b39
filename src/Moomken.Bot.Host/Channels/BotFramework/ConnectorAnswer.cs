using Moomken.Bot.Host.Channels.Activities;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>How far one call came.</summary>
public enum ConnectorDelivery
{
    Answered,

    /// <summary>No byte of the call left this machine: it may be repeated.</summary>
    NotSent,

    /// <summary>The call left, and no answer came: it may or may not have had its effect.</summary>
    NoAnswer,

    /// <summary>There is no token to send it with.</summary>
    NoToken,
}

/// <summary>What the connector said to one call.</summary>
/// <param name="Delivery">How far it came.</param>
/// <param name="Status">HTTP status, when answered.</param>
/// <param name="Id">Of the activity that was made, where the channel gives one.</param>
/// <param name="ErrorCode">The connector's own error code; null where something between us and it answered.</param>
/// <param name="RetryAfter">How long it asks to wait.</param>
/// <param name="Fault">For what is not answered: unreachable, timeout, cut or cancelled.</param>
public sealed record ConnectorAnswer(
    ConnectorDelivery Delivery, int Status = 0, string? Id = null, string? ErrorCode = null, TimeSpan? RetryAfter = null, string? Fault = null)
{
    public static readonly ConnectorAnswer NoToken = new(ConnectorDelivery.NoToken, Fault: "no_token");

    internal static ConnectorAnswer Read(int status, string body, TimeSpan? retryAfter)
    {
        // Many channels answer with nothing at all; then the status alone counts.
        using var document = body.Length == 0 ? null : ActivityJson.Parse(body);
        var root = document?.RootElement ?? default;
        return new ConnectorAnswer(
            ConnectorDelivery.Answered,
            status,
            ActivityJson.TextOf(root, "id") is { Length: > 0 } id ? id : null,
            ActivityJson.TextOf(ActivityJson.Inner(root, "error"), "code"),
            retryAfter);
    }

    internal static ConnectorAnswer NotSent(Exception fault, CancellationToken cancellation) =>
        new(ConnectorDelivery.NotSent, Fault: CallFault.NotSent(fault, cancellation));

    internal static ConnectorAnswer NoAnswer(Exception fault) => new(ConnectorDelivery.NoAnswer, Fault: CallFault.NoAnswer(fault));
}
