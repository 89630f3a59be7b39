using System.Text.Json;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>What Twilio said to one call.</summary>
public sealed record TwilioAnswer
{
    public required CallDelivery Delivery { get; init; }

    public int Status { get; init; }

    /// <summary>Twilio's own code; 0 where the body is not Twilio's (a proxy, a captive portal) or it succeeded.</summary>
    public int Code { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Twilio's clock as it answered, to the second.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>unreachable, timeout, cut, cancelled or unreadable; null when answered.</summary>
    public string? Fault { get; init; }

    /// <summary>What was answered, when it succeeded. Holds personal data.</summary>
    public JsonElement? Body { get; init; }

    public bool IsSuccess => Delivery == CallDelivery.Answered && Status is >= 200 and < 300;

    public string? Sid => Text("sid");

    public string? Text(string name) =>
        Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static TwilioAnswer Read(int status, byte[] body, TimeSpan? retryAfter)
    {
        var json = Parse(body);
        if (status is >= 200 and < 300)
        {
            // A success that cannot be read was a success all the same, and whose it was is not known.
            return json is { ValueKind: JsonValueKind.Object }
                ? new TwilioAnswer { Delivery = CallDelivery.Answered, Status = status, Body = json }
                : new TwilioAnswer { Delivery = CallDelivery.NoAnswer, Status = status, Fault = "unreadable" };
        }

        var code = json is { ValueKind: JsonValueKind.Object } error && error.TryGetProperty("code", out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
        return new TwilioAnswer { Delivery = CallDelivery.Answered, Status = status, Code = code, RetryAfter = retryAfter };
    }

    internal static TwilioAnswer NotSent(Exception fault, CancellationToken cancellation) =>
        new() { Delivery = CallDelivery.NotSent, Fault = CallFault.NotSent(fault, cancellation) };

    internal static TwilioAnswer NoAnswer(Exception fault) => new() { Delivery = CallDelivery.NoAnswer, Fault = CallFault.NoAnswer(fault) };

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
