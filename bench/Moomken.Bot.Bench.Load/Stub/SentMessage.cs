using System.Buffers.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Moomken.Bot.Bench.Load.Stub;

/// <summary>A button to press: its callback data, already as the inside of a JSON string, or (reply keyboards) the text that it types.</summary>
public readonly record struct Button(byte[]? CallbackData, byte[]? TypedMembers);

/// <summary>Reads what the generator needs from a call's JSON body, and nothing else.</summary>
internal static class SentMessage
{
    /// <summary>The chat that a call is for; null when the body names none.</summary>
    public static long? Chat(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("chat_id"u8))
            {
                reader.Read();
                return Utf8Parser.TryParse(reader.ValueSpan, out long chat, out _) ? chat : null;
            }
        }

        return null;
    }

    /// <summary>The first button of the message whose label matches; null when there is none.</summary>
    public static Button? Find(ReadOnlySpan<byte> body, Regex label)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            var keyboard = reader.TokenType == JsonTokenType.PropertyName
                && (reader.ValueTextEquals("inline_keyboard"u8) || reader.ValueTextEquals("keyboard"u8));
            if (keyboard)
            {
                reader.Read();
                return FindIn(ref reader, label);
            }
        }

        return null;
    }

    /// <summary>The message and the labels of its buttons, in the words that a script's author needs to mend a step.</summary>
    public static string Describe(byte[]? body)
    {
        if (body is null)
        {
            return "There was no message before.";
        }

        using var message = JsonDocument.Parse(body);
        var text = message.RootElement.TryGetProperty("text", out var member) ? member.GetString() ?? "" : "";
        return $"The message was \"{text[..Math.Min(text.Length, 80)].ReplaceLineEndings(" ")}\", its buttons: {Labels(message.RootElement)}";
    }

    private static string Labels(JsonElement message)
    {
        var keyboard = default(JsonElement);
        var has = message.TryGetProperty("reply_markup", out var markup)
            && (markup.TryGetProperty("inline_keyboard", out keyboard) || markup.TryGetProperty("keyboard", out keyboard));
        return has
            ? string.Join(" | ", keyboard.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(button => button.GetProperty("text").GetString()))
            : "none";
    }

    private static Button? FindIn(ref Utf8JsonReader reader, Regex label)
    {
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.StartObject && Matching(ref reader, label) is { } button)
            {
                return button;
            }
        }

        return null;
    }

    private static Button? Matching(ref Utf8JsonReader reader, Regex label)
    {
        string? text = null;
        string? data = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isText = reader.ValueTextEquals("text"u8);
            var isData = reader.ValueTextEquals("callback_data"u8);
            reader.Read();
            if (isText)
            {
                text = reader.GetString();
            }
            else if (isData)
            {
                data = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        if (text is null || !label.IsMatch(text))
        {
            return null;
        }

        return data is null
            ? new Button(null, Script.ScriptStep.TypedMembers(text))
            : new Button(JsonEncodedText.Encode(data).EncodedUtf8Bytes.ToArray(), null);
    }
}
