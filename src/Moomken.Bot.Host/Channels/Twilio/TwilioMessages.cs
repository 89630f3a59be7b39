using System.Globalization;
using System.Text.Json;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>One message at Twilio, as its list shows it. Holds personal data.</summary>
internal sealed record TwilioMessage(string Sid, string Status, string Body, DateTimeOffset CreatedAt, int ErrorCode);

/// <summary>
/// Reads Twilio's list of what went to one person. Twilio knows no mark of ours, so a message is known by person, sender, words
/// and time; one that is known to be another message of ours does not count.
/// </summary>
internal sealed class TwilioMessages(TwilioApi api, TwilioLine line, TwilioMemory memory, TimeProvider time)
{
    /// <summary>Enough as a rule; and all that Twilio gives at once, for somebody who was sent more than that since (a coordinator on a bad night).</summary>
    private static readonly int[] PageSizes = [50, 1000];

    /// <summary>Twilio writes whole seconds.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(3);

    /// <summary>What may be this message, newest first; null when the list could not be read, or not far enough back.</summary>
    public async Task<IReadOnlyList<TwilioMessage>?> Newer(SendAttempt attempt, CancellationToken cancellation)
    {
        foreach (var size in PageSizes)
        {
            if (await Read(attempt, size, cancellation) is not { } newer)
            {
                return null;
            }

            if (newer.Count < size)
            {
                return [.. newer.Where(message => MayBe(message, attempt))];
            }
        }

        return null;
    }

    /// <summary>Not asked for by DateSent: a message that still waits in Twilio's queue has none, and would not be found.</summary>
    private async Task<List<TwilioMessage>?> Read(SendAttempt attempt, int size, CancellationToken cancellation)
    {
        var from = TwilioLine.IsMessagingService(line.Account) ? "" : $"&From={Uri.EscapeDataString(line.AddressOf(line.Account))}";
        var address = new Uri(api.Account, $"Messages.json?To={Uri.EscapeDataString(line.AddressOf(attempt.To.User))}{from}&PageSize={size}");
        var answer = await api.Get(address, cancellation);
        if (!answer.IsSuccess || answer.Body is not { } list || !list.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        // By Twilio's clock, which its answer tells: with ours some seconds fast, every message would look older than it is.
        var ahead = answer.Date is { } theirs ? theirs - time.GetUtcNow() : TimeSpan.Zero;
        var since = attempt.Message.CreatedAt + ahead - Skew;
        return [.. messages.EnumerateArray().Select(Read).OfType<TwilioMessage>().Where(message => message.CreatedAt >= since)];
    }

    /// <summary>Of a message that came back, what failed is its earlier attempt.</summary>
    private bool MayBe(TwilioMessage listed, SendAttempt attempt) =>
        !memory.IsOfAnother(listed.Sid, attempt.Message.Id) && !attempt.Others.Contains(listed.Sid) && (attempt.Message.Returns == 0 || TwilioStatusReader.StateOf(listed.Status) != DeliveryState.Failed);

    private static TwilioMessage? Read(JsonElement message)
    {
        string? Text(string name) => message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        if (message.ValueKind != JsonValueKind.Object || Text("sid") is not { } sid || Text("direction") is "inbound"
            || !DateTimeOffset.TryParse(Text("date_created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created))
        {
            return null;
        }

        var code = message.TryGetProperty("error_code", out var error) && error.ValueKind == JsonValueKind.Number && error.TryGetInt32(out var number) ? number : 0;
        return new TwilioMessage(sid, Text("status") ?? "", Text("body") ?? "", created, code);
    }
}
