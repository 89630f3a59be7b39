using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>
/// The one place that knows Kannel's answers. Reasons are a closed set: not_routable, login_refused, number_denied, refused,
/// wrong_path, server_error, not_kannel, unreadable_answer, no_gateway_answer, and for the network those of <see cref="SendSmsAnswer"/>.
/// </summary>
internal static class KannelErrors
{
    /// <summary>Kannel's queue is full: all of it waits so long.</summary>
    private static readonly TimeSpan WhileFull = TimeSpan.FromSeconds(10);

    public static SendResult ResultOf(SendSmsAnswer answer) => answer switch
    {
        { Fault: { } fault, Left: false } => new SendResult.Failed(fault, Retryable: true),
        { Fault: { } fault } => new SendResult.Unknown(fault),
        { Status: 200 or 202 } => Taken(answer),
        { Status: 503 } when Says(answer, "Temporal failure") => new SendResult.Throttled(WhileFull, WholeAccount: true),

        // Somebody between us and Kannel got no answer, or lost it: what Kannel did, nobody knows.
        { Status: 502 or 504 } => new SendResult.Unknown("no_gateway_answer"),
        { Status: >= 500 } => new SendResult.Failed("server_error", Retryable: true),

        // The operator's fault, not the message's: it waits until kannel.conf or the link is right again. "Do not try again" is
        // also what Kannel says while a link is dead, so it is no verdict on the number.
        { Status: 403 } when Says(answer, "Authorization failed") => new SendResult.Failed("login_refused", Retryable: true),
        { Status: 403 } when Says(answer, "Not routable") => new SendResult.Failed("not_routable", Retryable: true),
        { Status: 404 } => new SendResult.Failed("wrong_path", Retryable: true),
        { Status: 400 } when Says(answer, "denied by white") => new SendResult.Failed("number_denied", Retryable: false),
        { Status: 400 } when Says(answer, "rejected") || Says(answer, "Invalid content-type") => new SendResult.Failed("refused", Retryable: false),
        _ => new SendResult.Failed("not_kannel", Retryable: true),
    };

    /// <summary>
    /// "0: Accepted for delivery" and "3: Queued for later delivery" are durable in Kannel's store. A yes in words that we do not know
    /// was a yes if Kannel said it; from anybody else (a portal that says 200 to everything) nothing was taken.
    /// </summary>
    private static SendResult Taken(SendSmsAnswer answer) =>
        answer.Body.StartsWith("0:", StringComparison.Ordinal) || answer.Body.StartsWith("3:", StringComparison.Ordinal) ? new SendResult.Sent(null)
        : answer.FromKannel ? new SendResult.Unknown("unreadable_answer")
        : new SendResult.Failed("not_kannel", Retryable: true);

    private static bool Says(SendSmsAnswer answer, string part) => answer.Body.Contains(part, StringComparison.OrdinalIgnoreCase);
}
