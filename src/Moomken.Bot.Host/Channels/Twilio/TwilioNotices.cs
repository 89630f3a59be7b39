using System.Collections.Concurrent;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>Tells the operator, in the log, of a fault that only they can mend, and not at each message. Thread-safe.</summary>
public sealed class TwilioNotices(TimeProvider time, ILogger<TwilioNotices> log)
{
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<int, DateTimeOffset> said = new();

    /// <summary>Says nothing of any other fault.</summary>
    /// <param name="result">What the code means for the message.</param>
    /// <param name="code">Twilio's, from the answer or from a callback.</param>
    /// <param name="channel">Ours.</param>
    public void Say(SendResult result, int code, string channel)
    {
        var now = time.GetUtcNow();
        if (!TwilioErrors.IsForOperator(result) || said.GetValueOrDefault(code) + SayAgain >= now)
        {
            return;
        }

        said[code] = now;
        log.LogError(
            "Twilio refuses to send on {Channel}: error {Code}. Look it up at https://www.twilio.com/docs/api/errors/{SameCode} and mend it in the Twilio console or in the settings; the messages wait.",
            channel, code, code);
    }
}
