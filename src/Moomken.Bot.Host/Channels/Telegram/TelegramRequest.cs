using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>Writes the bodies of the two methods that carry the traffic, and of getUpdates.</summary>
internal static class TelegramRequest
{
    /// <summary>What we take; always said, since the server remembers what was said last.</summary>
    public static readonly string[] AllowedUpdates = ["message", "edited_message", "callback_query", "my_chat_member"];

    // Arabic goes as it is: escaped, every letter would be six bytes instead of two. Nothing here ends up in a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The writer asks for room for the worst case, several times what is written: one room for each thread, and the body copied out of it.</summary>
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? scratch;

    /// <summary>
    /// sendMessage without parse_mode: nothing that a person wrote can become markup, and no stray bracket can make
    /// Telegram refuse the message.
    /// </summary>
    /// <param name="chat">The chat's number.</param>
    /// <param name="text">1 to <see cref="TelegramText.Longest"/> units.</param>
    /// <param name="rows">The keyboard; empty for none.</param>
    /// <param name="protect">Forbids forwarding and saving.</param>
    public static ReadOnlyMemory<byte> SendMessage(long chat, string text, List<List<OutboundChoice>> rows, bool protect) =>
        Write((chat, text, rows, protect), static (json, with) =>
        {
            json.WriteNumber("chat_id"u8, with.chat);
            json.WriteString("text"u8, with.text);

            // A preview would make Telegram's servers fetch every address that an observer quotes.
            json.WriteStartObject("link_preview_options"u8);
            json.WriteBoolean("is_disabled"u8, true);
            json.WriteEndObject();
            if (with.protect)
            {
                json.WriteBoolean("protect_content"u8, true);
            }

            if (with.rows.Count > 0)
            {
                WriteKeyboard(json, with.rows);
            }
        });

    public static ReadOnlyMemory<byte> AnswerCallbackQuery(string id, string? notice) =>
        Write((id, notice), static (json, with) => WriteAnswer(json, with.id, with.notice));

    /// <summary>The same as the body of a webhook's answer. Telegram does not report what became of it.</summary>
    public static ReadOnlyMemory<byte> AnswerInWebhook(string id, string? notice) =>
        Write((id, notice), static (json, with) =>
        {
            json.WriteString("method"u8, "answerCallbackQuery"u8);
            WriteAnswer(json, with.id, with.notice);
        });

    private static void WriteAnswer(Utf8JsonWriter json, string id, string? notice)
    {
        json.WriteString("callback_query_id"u8, id);
        if (!string.IsNullOrWhiteSpace(notice))
        {
            json.WriteString("text"u8, TelegramText.Shorten(notice, TelegramText.LongestNotice));
        }
    }

    /// <summary>An <paramref name="offset"/> of 0 asks for everything unconfirmed; another confirms all updates below it.</summary>
    public static ReadOnlyMemory<byte> GetUpdates(long offset) =>
        Write(offset, static (json, from) =>
        {
            json.WriteNumber("offset"u8, from);
            json.WriteNumber("limit"u8, 100);
            json.WriteNumber("timeout"u8, BotApi.PollSeconds);
            json.WriteStartArray("allowed_updates"u8);
            foreach (var kind in AllowedUpdates)
            {
                json.WriteStringValue(kind);
            }

            json.WriteEndArray();
        });

    private static void WriteKeyboard(Utf8JsonWriter json, List<List<OutboundChoice>> rows)
    {
        json.WriteStartObject("reply_markup"u8);
        json.WriteStartArray("inline_keyboard"u8);
        foreach (var row in rows)
        {
            json.WriteStartArray();
            foreach (var choice in row)
            {
                json.WriteStartObject();
                json.WriteString("text"u8, choice.Label);
                json.WriteString("callback_data"u8, choice.Payload);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static byte[] Write<T>(T with, Action<Utf8JsonWriter, T> fields)
    {
        var (buffer, json) = scratch ??= NewScratch();
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        fields(json, with);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) NewScratch()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, Options));
    }
}
