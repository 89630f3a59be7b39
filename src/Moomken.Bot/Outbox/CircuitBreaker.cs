using System.Text.Json.Serialization;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

[JsonConverter(typeof(JsonStringEnumConverter<Circuit>))]
public enum Circuit
{
    /// <summary>As it should be.</summary>
    Closed,

    /// <summary>The provider did not answer, or refused everything: nothing is sent until the next probe.</summary>
    Open,

    /// <summary>One message is on its way, to see whether the provider is back.</summary>
    Probing,
}

/// <summary>
/// Stops sending to a provider that is down: thousands of attempts of unknown outcome would each have to be repeated or given
/// up, and every back-off would have grown by the time it is back. Not thread-safe.
/// </summary>
internal sealed class CircuitBreaker(RetrySchedule schedule)
{
    /// <summary>Failures one after the other, with no other answer between.</summary>
    public const int OpensAfter = 5;

    private int failures;
    private int opened;

    public Circuit State { get; private set; }

    public DateTimeOffset? Until { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>Zero when an attempt may be made now.</summary>
    public TimeSpan WaitFor(DateTimeOffset now) => State switch
    {
        Circuit.Closed => TimeSpan.Zero,
        Circuit.Open => Until > now ? Until.Value - now : TimeSpan.Zero,
        _ => Timeout.InfiniteTimeSpan,
    };

    /// <summary>An attempt is made; from an open circuit it is the probe.</summary>
    public void Take() => State = State == Circuit.Open ? Circuit.Probing : State;

    /// <summary>What became of an attempt; null for one that was not made after all.</summary>
    public void Heard(SendResult? result, DateTimeOffset now)
    {
        if (result is null)
        {
            (State, Until) = State == Circuit.Probing ? (Circuit.Open, now) : (State, Until);
        }
        else if (FailureOf(result) is not { } reason)
        {
            (State, Until, Reason, failures, opened) = (Circuit.Closed, null, null, 0, 0);
        }
        else if (++failures >= OpensAfter && State != Circuit.Open)
        {
            (State, Until, Reason) = (Circuit.Open, now + schedule.Wait(++opened + 1), reason);
        }
    }

    /// <summary>Null for an answer that shows the provider at work, whatever it said of the message.</summary>
    private static string? FailureOf(SendResult result) => result switch
    {
        SendResult.Failed { Retryable: true } failed => failed.Reason,
        SendResult.Unknown unknown => unknown.Reason,
        _ => null,
    };
}
