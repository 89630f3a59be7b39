using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>
/// The one place that knows Telegram's errors. Told apart by code and a loose part of the text, since the texts change.
/// Reasons are a closed set: blocked, deactivated, removed, not_started, forbidden, chat_not_found, refused, too_large,
/// token_refused, server_error, not_the_api, and for the network those of <see cref="BotApiAnswer.Fault"/>.
/// </summary>
internal static class TelegramErrors
{
    /// <summary>Longest that a throttled chat waits before it is tried again, whatever the answer says.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public static SendResult ResultOf(BotApiAnswer answer) => answer switch
    {
        { Delivery: CallDelivery.NotSent } => new SendResult.Failed(answer.Fault!, Retryable: true),
        { Delivery: CallDelivery.NoAnswer } => new SendResult.Unknown(answer.Fault!),
        { Ok: true } => new SendResult.Sent(answer.MessageId?.ToString()),
        { ErrorCode: >= 500 } => new SendResult.Failed("server_error", Retryable: true),
        { FromApi: false } => new SendResult.Failed("not_the_api", Retryable: true),
        { MigrateToChatId: { } moved } => new SendResult.RecipientMoved(moved.ToString()),
        { ErrorCode: 429 } => new SendResult.Throttled(Wait(answer), WholeAccount: false),
        { ErrorCode: 403 } => new SendResult.RecipientGone(WhyForbidden(answer)),

        // The operator's fault, not the message's: it must wait until the token is right again.
        { ErrorCode: 401 or 404 } => new SendResult.Failed("token_refused", Retryable: true),
        { ErrorCode: 400 } when Says(answer, "chat not found") => new SendResult.RecipientGone("chat_not_found"),
        { ErrorCode: 413 } => new SendResult.Failed("too_large", Retryable: false),
        _ => new SendResult.Failed("refused", Retryable: false),
    };

    /// <summary>How long to wait after a 429; a second where the answer does not say.</summary>
    public static TimeSpan Wait(BotApiAnswer answer)
    {
        var asked = TimeSpan.FromSeconds(Math.Max(1, answer.RetryAfter ?? 1));
        return asked < LongestWait ? asked : LongestWait;
    }

    public static bool Says(BotApiAnswer answer, string part) => answer.Description.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string WhyForbidden(BotApiAnswer answer) => answer switch
    {
        _ when Says(answer, "blocked") => "blocked",
        _ when Says(answer, "deactivated") => "deactivated",
        _ when Says(answer, "kicked") || Says(answer, "not a member") => "removed",
        _ when Says(answer, "initiate") => "not_started",
        _ => "forbidden",
    };
}
