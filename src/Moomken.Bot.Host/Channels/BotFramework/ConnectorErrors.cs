using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// The one place that knows what the connector's answers mean. Reasons are a closed set: token_refused, no_token, blocked, gone,
/// too_large, refused, server_error, gateway_timeout, bad_gateway, not_the_connector, and for the network those of <see cref="ConnectorAnswer.Fault"/>.
/// </summary>
internal static class ConnectorErrors
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(2);

    /// <summary>Longest that a throttled chat waits before it is tried again, whatever the answer says.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public static SendResult ResultOf(ConnectorAnswer answer) => answer switch
    {
        { Delivery: ConnectorDelivery.NotSent or ConnectorDelivery.NoToken } => new SendResult.Failed(answer.Fault!, Retryable: true),
        { Delivery: ConnectorDelivery.NoAnswer } => new SendResult.Unknown(answer.Fault!),
        { Status: >= 200 and < 300 } => new SendResult.Sent(answer.Id),

        // Teams answers 412 when one conversation is written to too fast; it counts by conversation.
        { Status: 429 or 412 } => new SendResult.Throttled(Wait(answer), WholeAccount: false),

        // The gateway gave up waiting, or lost the answer; what the channel behind it did, nobody knows.
        { Status: 504 or 408 } => new SendResult.Unknown("gateway_timeout"),
        { Status: 502 } => new SendResult.Unknown("bad_gateway"),
        { Status: >= 500 and not 501 } => new SendResult.Failed("server_error", Retryable: true),

        // The operator's fault, not the message's: it must wait until the credentials are right again.
        { Status: 401 } or { Status: 403, ErrorCode: "Unauthorized" or "Forbidden" } => new SendResult.Failed("token_refused", Retryable: true),
        { Status: 413 } or { ErrorCode: "MessageSizeTooBig" } => new SendResult.Failed("too_large", Retryable: false),

        // A proxy or a captive portal that says no to everything must not make us believe that everybody has left.
        { ErrorCode: null, Status: not (400 or 405 or 501) } => new SendResult.Failed("not_the_connector", Retryable: true),
        { Status: 403 } => new SendResult.RecipientGone("blocked"),
        { Status: 404 or 410 } => new SendResult.RecipientGone("gone"),
        _ => new SendResult.Failed("refused", Retryable: false),
    };

    private static TimeSpan Wait(ConnectorAnswer answer)
    {
        var asked = answer.RetryAfter ?? UsualWait;
        return asked < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : asked < LongestWait ? asked : LongestWait;
    }
}
