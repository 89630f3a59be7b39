namespace Moomken.Bot.Fakes.Telegram;

/// <summary>Something that goes wrong with one call. The usual ones have names.</summary>
/// <param name="Status">HTTP status and error code.</param>
/// <param name="Description">As the real server words it.</param>
public sealed record FakeFailure(int Status, string Description)
{
    public int? RetryAfter { get; init; }

    public long? MigrateToChatId { get; init; }

    /// <summary>Before anything else happens.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The call takes effect first: what is lost is only the answer.</summary>
    public bool AfterEffect { get; init; }

    /// <summary>The connection is cut instead of answered.</summary>
    public bool Drop { get; init; }

    /// <summary>Sent as it is, instead of the API's JSON.</summary>
    public string? RawBody { get; init; }

    public static readonly FakeFailure Blocked = new(403, "Forbidden: bot was blocked by the user");

    public static readonly FakeFailure Deactivated = new(403, "Forbidden: user is deactivated");

    public static readonly FakeFailure ChatNotFound = new(400, "Bad Request: chat not found");

    public static readonly FakeFailure Unauthorized = new(401, "Unauthorized");

    public static readonly FakeFailure ServerError = new(500, "Internal Server Error");

    /// <summary>The call is carried out, and the connection cut before the answer.</summary>
    public static readonly FakeFailure DroppedAfterAccept = new(0, "") { Drop = true, AfterEffect = true };

    /// <summary>The connection is cut before the call is carried out.</summary>
    public static readonly FakeFailure Dropped = new(0, "") { Drop = true };

    public static FakeFailure TooManyRequests(int seconds) =>
        new(429, $"Too Many Requests: retry after {seconds}") { RetryAfter = seconds };

    public static FakeFailure Migrated(long to) =>
        new(400, "Bad Request: group chat was upgraded to a supergroup chat") { MigrateToChatId = to };

    /// <summary>Answered well, but late.</summary>
    public static FakeFailure Slow(TimeSpan delay) => new(200, "") { Delay = delay };

    /// <summary>A proxy or a captive portal answers in the API's place.</summary>
    public static FakeFailure NotTheApi(int status) => new(status, "") { RawBody = "<html>Sign in to the network</html>" };
}
