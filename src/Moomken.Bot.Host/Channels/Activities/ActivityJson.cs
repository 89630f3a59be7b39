using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Moomken.Bot.Host.Channels.Activities;

/// <summary>Reads and writes the JSON of activities: what Direct Line clients and the Bot Connector both speak. Unknown members are skipped, as the protocol asks.</summary>
public static partial class ActivityJson
{
    /// <summary>Levels of nesting. Cards nest about ten deep; more is an attack on the reader.</summary>
    public const int MaxDepth = 32;

    // Arabic stays readable and half as long; these bodies are application/json, never part of a page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null when the body is not JSON or nests too deep. Dispose it.</summary>
    public static JsonDocument? Parse(string body)
    {
        try
        {
            return JsonDocument.Parse(MendSurrogates(body), new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The bytes of one JSON object.</summary>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Writes nothing for an empty text: the protocol asks to leave empty members out.</summary>
    public static void WriteIf(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is { Length: > 0 })
        {
            writer.WriteString(name, value);
        }
    }

    /// <summary>The member, or an undefined element where there is none.</summary>
    public static JsonElement Inner(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var inner) ? inner : default;

    public static string? TextOf(JsonElement element, string name) =>
        Inner(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The members of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> ListOf(JsonElement element, string name) =>
        Inner(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>
    /// Half an emoji (a browser writes it as a lone <c>\ud83d</c>) makes the reader throw; the rest of what the person
    /// wrote must not be lost with it.
    /// </summary>
    private static string MendSurrogates(string body) => !body.Contains("\\u", StringComparison.Ordinal)
        ? body
        : Escape().Replace(body, match => match.Groups["lone"].Success ? "\\ufffd" : match.Value);

    [GeneratedRegex("""\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.""", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
