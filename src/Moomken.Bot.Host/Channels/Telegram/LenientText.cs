using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>
/// Reads any JSON string. The reader of the framework refuses half a surrogate pair and broken UTF-8, and a person whose
/// phone cut an emoji in two would get no answer; here such a piece becomes U+FFFD and the rest of their words is kept.
/// </summary>
internal sealed class LenientText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("A string was expected.");
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // The serializer always hands over one contiguous piece, so the value is a span.
            return Mend(reader.ValueSpan);
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string Mend(ReadOnlySpan<byte> escaped)
    {
        var units = new StringBuilder(escaped.Length);
        while (!escaped.IsEmpty)
        {
            var backslash = escaped.IndexOf((byte)'\\');
            units.Append(Encoding.UTF8.GetString(backslash < 0 ? escaped : escaped[..backslash]));
            escaped = backslash < 0 ? [] : escaped[(backslash + Unescape(escaped[backslash..], units))..];
        }

        return WithoutHalves(units);
    }

    /// <summary>The reader has checked that every escape is complete; returns its length.</summary>
    private static int Unescape(ReadOnlySpan<byte> escape, StringBuilder units)
    {
        if (escape[1] == 'u')
        {
            units.Append((char)ushort.Parse(escape.Slice(2, 4), NumberStyles.HexNumber));
            return 6;
        }

        units.Append((char)escape[1] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var same => same });
        return 2;
    }

    private static string WithoutHalves(StringBuilder units)
    {
        var whole = new StringBuilder(units.Length);
        foreach (var rune in units.ToString().EnumerateRunes())
        {
            whole.Append(rune.ToString());
        }

        return whole.ToString();
    }
}
