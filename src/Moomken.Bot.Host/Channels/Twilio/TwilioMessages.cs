using System.Globalization;
using System.Text.Json;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>One message at Twilio, as its list shows it. Holds personal data.</summary>
internal sealed record TwilioMessage(string Sid, string Status, string Body, DateTimeOffset CreatedAt, int ErrorCode);

/// <summary>
/// Looks for a message of ours among those that Twilio has. Twilio knows no mark of ours, so it is known by person, sender,
/// words and time; one that is known to be another message of ours does not count.
/// </summary>
internal sealed class TwilioMessages(TwilioApi api, TwilioLine line, TwilioMemory memory)
{
    private const int PageSize = 50;

    /// <summary>Twilio writes whole seconds, and its clock is not ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The list was read: the message or null. It was not: <c>WasRead</c> is false. Not asked for by DateSent:
    /// a message that still waits in Twilio's queue has none, and would not be found.
    /// </summary>
    public async Task<(bool WasRead, TwilioMessage? Found)> Find(SendAttempt attempt, string body, CancellationToken cancellation)
    {
        var from = TwilioLine.IsMessagingService(line.Account) ? "" : $"&From={Uri.EscapeDataString(line.AddressOf(line.Account))}";
        var address = new Uri(api.Account, $"Messages.json?To={Uri.EscapeDataString(line.AddressOf(attempt.To.User))}{from}&PageSize={PageSize}");
        var answer = await api.Get(address, cancellation);
        if (!answer.IsSuccess || answer.Body is not { } list || !list.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
        {
            return (false, null);
        }

        var since = attempt.Message.CreatedAt - Skew;
        var newer = messages.EnumerateArray().Select(Read).OfType<TwilioMessage>().Where(message => message.CreatedAt >= since).ToList();
        var found = newer.Find(message => !memory.IsOfAnother(message.Sid, attempt.Message.Id) && Reads(message.Body, body));

        // A full page of newer ones may hide it on the next; nobody is sent fifty messages in the time of a doubt.
        return (found is not null || newer.Count < PageSize, found);
    }

    /// <summary>A template's words stand around ours.</summary>
    private static bool Reads(string shown, string body) => shown.Trim() == body.Trim() || (body.Length > 0 && shown.Contains(body, StringComparison.Ordinal));

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
