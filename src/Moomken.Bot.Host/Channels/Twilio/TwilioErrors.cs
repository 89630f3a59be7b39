using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>
/// The one place that knows Twilio's error codes (twilio.com/docs/api/errors). Told apart by the code, never by its text.
/// Reasons are a closed set: opted_out, no_such_number, blocked, restricted, not_joined, outside_window, configuration,
/// token_refused, throttled, too_long, content_refused, handset_unreachable, carrier_error, filtered, expired, refused,
/// server_error, not_the_api, and for the network those of <see cref="TwilioAnswer.Fault"/>.
/// </summary>
internal static class TwilioErrors
{
    public const int OutsideWindow = 63016;

    public const string WindowReason = "outside_window";

    public const string ContentReason = "content_refused";

    private const int TokenRefused = 20003;

    private static readonly TimeSpan QueueFull = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SenderLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan DayLimit = TimeSpan.FromHours(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestUnasked = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>What the create call answered.</summary>
    public static SendResult ResultOf(TwilioAnswer answer, int attempt) => answer switch
    {
        { Delivery: CallDelivery.NotSent } => new SendResult.Failed(answer.Fault!, Retryable: true),
        { Delivery: CallDelivery.NoAnswer } => new SendResult.Unknown(answer.Fault!),
        { IsSuccess: true } => new SendResult.Sent(answer.Sid),

        // It may have been taken before the fault: looked up before it is sent again.
        { Status: >= 500 } => new SendResult.Unknown("server_error"),
        { Status: 429 } => new SendResult.Throttled(Wait(answer.RetryAfter, attempt), WholeAccount: true),
        { Code: 0 } => new SendResult.Failed(answer.Status == 401 ? "token_refused" : "not_the_api", Retryable: true),
        { Status: 401 or 403 or 404, Code: TokenRefused or 20404 or 20005 } => new SendResult.Failed("token_refused", Retryable: true),
        _ => Known(answer.Code, attempt) ?? new SendResult.Failed("refused", Retryable: false),
    };

    /// <summary>What a callback says of a message that had been accepted. How often it may come back is limited by the outbox.</summary>
    public static SendResult AfterAccepting(int code) => Known(code, 1) ?? new SendResult.Failed("carrier_error", Retryable: true);

    /// <summary>True for what is wrong with buttons, a list or a template, and would not be with plain text.</summary>
    public static bool IsAboutContent(int code) => code is 21655 or 21656 or 21654 or 63005 or 63013 or 63021 or 63027 or 63028 or 63029;

    /// <summary>True for what only the operator can mend, at Twilio or in the settings.</summary>
    public static bool IsForOperator(SendResult result) => result is SendResult.Failed { Reason: SendResult.Configuration or "token_refused" };

    private static SendResult? Known(int code, int attempt) => code switch
    {
        21610 => new SendResult.RecipientGone("opted_out"),
        21211 or 21614 or 21635 or 30005 or 30006 or 63003 or 63024 => new SendResult.RecipientGone("no_such_number"),
        30004 or 63014 => new SendResult.RecipientGone("blocked"),
        63032 => new SendResult.RecipientGone("restricted"),
        63015 => new SendResult.RecipientGone("not_joined"),
        OutsideWindow => new SendResult.Held(WindowReason),
        20429 or 14107 => new SendResult.Throttled(Wait(null, attempt), WholeAccount: true),
        21611 or 30001 => new SendResult.Throttled(QueueFull, WholeAccount: true),
        63018 => new SendResult.Throttled(SenderLimit, WholeAccount: true),
        63038 => new SendResult.Throttled(DayLimit, WholeAccount: true),
        21617 or 21658 => new SendResult.Failed("too_long", Retryable: false),
        30003 => new SendResult.Failed("handset_unreachable", Retryable: true),
        30008 or 63010 or 63012 => new SendResult.Failed("carrier_error", Retryable: true),
        30007 => new SendResult.Failed("filtered", Retryable: false),
        30036 => new SendResult.Failed("expired", Retryable: false),

        // Mended by a person at Twilio: until then the messages wait, as long as they are of use.
        21212 or 21408 or 21606 or 21608 or 21612 or 21659 or 21660 or 21705 or 30002 or 30034 or 30450 or 63001 or 63002 or 63007 or 63112 =>
            new SendResult.Failed(SendResult.Configuration, Retryable: true),
        _ when IsAboutContent(code) => new SendResult.Failed(ContentReason, Retryable: true),
        _ => null,
    };

    /// <summary>As long as it asks for, an hour at most; where it does not say, doubling from a second to a minute.</summary>
    private static TimeSpan Wait(TimeSpan? asked, int attempt)
    {
        var most = asked is null ? LongestUnasked : LongestWait;
        var wait = asked ?? TimeSpan.FromSeconds(Math.Pow(2, Math.Clamp(attempt - 1, 0, 6)));
        return wait < Shortest ? Shortest : wait < most ? wait : most;
    }
}
