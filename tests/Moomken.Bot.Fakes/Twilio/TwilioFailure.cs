namespace Moomken.Bot.Fakes.Twilio;

/// <summary>Something that goes wrong with one call. The usual ones have names.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Twilio's error code.</param>
/// <param name="Message">As the real server words it.</param>
public sealed record TwilioFailure(int Status, int Code, string Message)
{
    public TimeSpan Delay { get; init; }

    public int? RetryAfter { get; init; }

    /// <summary>The wait is given as a moment, by the clock of the answer's own date.</summary>
    public bool RetryAsDate { get; init; }

    /// <summary>The call takes effect first: what is lost is only the answer.</summary>
    public bool AfterEffect { get; init; }

    /// <summary>The connection is cut instead of answered.</summary>
    public bool Drop { get; init; }

    /// <summary>Sent as it is, instead of the API's JSON.</summary>
    public string? RawBody { get; init; }

    public static readonly TwilioFailure OptedOut = new(400, 21610, "Attempt to send to unsubscribed recipient");

    public static readonly TwilioFailure OutsideWindow = new(400, 63016, "Failed to send freeform message because you are outside the allowed window.");

    public static readonly TwilioFailure TooManyRequests = new(429, 20429, "Too Many Requests");

    public static readonly TwilioFailure ServerError = new(500, 20500, "An internal server error has occurred");

    public static readonly TwilioFailure Unauthorized = new(401, 20003, "Authenticate");

    public static readonly TwilioFailure NotFound = new(404, 20404, "The requested resource was not found");

    /// <summary>The call is carried out, and the connection cut before the answer.</summary>
    public static readonly TwilioFailure DroppedAfterAccept = new(0, 0, "") { Drop = true, AfterEffect = true };

    /// <summary>The connection is cut before the call is carried out.</summary>
    public static readonly TwilioFailure Dropped = new(0, 0, "") { Drop = true };

    public static TwilioFailure Refused(int code) => new(400, code, "Refused");

    /// <summary>A proxy or a captive portal answers in the API's place.</summary>
    public static TwilioFailure NotTheApi(int status) => new(status, 0, "") { RawBody = "<html>Sign in to the network</html>" };
}
