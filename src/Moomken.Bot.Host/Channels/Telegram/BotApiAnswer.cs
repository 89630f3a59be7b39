using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>What the Bot API said to one call.</summary>
public sealed record BotApiAnswer
{
    public required CallDelivery Delivery { get; init; }

    public bool Ok { get; init; }

    /// <summary>False for an answer that something between us and the API gave (a proxy, a captive portal).</summary>
    public bool FromApi { get; init; }

    /// <summary>The API's error code, or the HTTP status where the body is not the API's.</summary>
    public int ErrorCode { get; init; }

    /// <summary>The API's own words, for recognising an error; may quote what was sent, so it is never logged.</summary>
    public string Description { get; init; } = "";

    /// <summary>Seconds.</summary>
    public int? RetryAfter { get; init; }

    public long? MigrateToChatId { get; init; }

    /// <summary>The number of the message that was sent.</summary>
    public long? MessageId { get; init; }

    /// <summary>For <see cref="CallDelivery.NotSent"/> and <see cref="CallDelivery.NoAnswer"/>: unreachable, timeout, cut, cancelled or unreadable.</summary>
    public string? Fault { get; init; }

    /// <summary>The whole body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    internal static BotApiAnswer Read(int status, byte[] body)
    {
        // A proxy's error may be JSON as well; only the API's own has a code. The difference matters: a portal that answers
        // 403 to everything must not make us believe that every person has blocked us.
        if (Parse(body) is { } envelope && (envelope.Ok || envelope.ErrorCode is not null))
        {
            return new BotApiAnswer
            {
                Delivery = CallDelivery.Answered,
                Ok = envelope.Ok,
                FromApi = true,
                ErrorCode = envelope.ErrorCode ?? 0,
                Description = envelope.Description ?? "",
                RetryAfter = envelope.Parameters?.RetryAfter,
                MigrateToChatId = envelope.Parameters?.MigrateToChatId,
                MessageId = envelope.Result?.MessageId,
                Body = body,
            };
        }

        // A success that cannot be read was a success all the same; an error page of a proxy is an error by its status.
        return status is >= 200 and < 300
            ? new BotApiAnswer { Delivery = CallDelivery.NoAnswer, Fault = "unreadable" }
            : new BotApiAnswer { Delivery = CallDelivery.Answered, ErrorCode = status };
    }

    internal static BotApiAnswer NotSent(Exception fault, CancellationToken cancellation) =>
        new() { Delivery = CallDelivery.NotSent, Fault = CallFault.NotSent(fault, cancellation) };

    internal static BotApiAnswer NoAnswer(Exception fault) => new() { Delivery = CallDelivery.NoAnswer, Fault = CallFault.NoAnswer(fault) };

    private static Envelope? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, BotApiJson.Default.Envelope);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed record Envelope(bool Ok, int? ErrorCode, string? Description, ErrorParameters? Parameters, ResultPart? Result);

    internal sealed record ErrorParameters(int? RetryAfter, long? MigrateToChatId);

    /// <summary>Of a result only the message's number matters; a result that is <c>true</c> or a list has none.</summary>
    [JsonConverter(typeof(ResultReader))]
    internal sealed record ResultPart(long? MessageId);

    internal sealed class ResultReader : JsonConverter<ResultPart>
    {
        public override ResultPart Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            long? id = null;
            var depth = reader.CurrentDepth;
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                return new ResultPart(id);
            }

            while (reader.Read() && reader.CurrentDepth > depth)
            {
                if (reader.CurrentDepth == depth + 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("message_id"u8))
                {
                    reader.Read();
                    id = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;
                }
            }

            return new ResultPart(id);
        }

        public override void Write(Utf8JsonWriter writer, ResultPart value, JsonSerializerOptions options) =>
            throw new NotSupportedException("Answers are read, not written.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(BotApiAnswer.Envelope))]
internal sealed partial class BotApiJson : JsonSerializerContext;
