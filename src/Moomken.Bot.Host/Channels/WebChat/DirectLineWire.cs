using System.Text;
using System.Text.Json;
using Moomken.Bot.Host.Channels.Activities;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Writes what Direct Line clients read.</summary>
public static class DirectLineWire
{
    /// <summary>The id that clients know a line by.</summary>
    public static string IdOf(string conversation, string key) => $"{conversation}|{key}";

    public static string Json(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(ActivityJson.Write(write).Span);

    /// <summary>One page of lines, as a poll is answered and as a stream's frame.</summary>
    public static string Page(IReadOnlyList<WebChatActivity> lines, long watermark, string baseUrl) => Json(writer =>
    {
        writer.WriteStartArray("activities");
        foreach (var line in lines)
        {
            Write(writer, line, baseUrl);
        }

        writer.WriteEndArray();
        writer.WriteString("watermark", $"{watermark}");
    });

    /// <summary>A typing sign: shown for three seconds, never stored, so without a watermark.</summary>
    public static string Typing(string conversation, string id) => Json(writer =>
    {
        writer.WriteStartArray("activities");
        writer.WriteStartObject();
        writer.WriteString("type", "typing");
        WriteHead(writer, conversation, id, null);
        WriteBot(writer);
        writer.WriteEndObject();
        writer.WriteEndArray();
    });

    /// <summary>The echo of something that is not kept, such as an event of the page itself.</summary>
    public static string Echo(WebChatActivity line) => Json(writer =>
    {
        writer.WriteStartArray("activities");
        Write(writer, line, "");
        writer.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter writer, WebChatActivity line, string baseUrl)
    {
        writer.WriteStartObject();
        writer.WriteString("type", line.Event is null ? "message" : "event");
        WriteHead(writer, line.Conversation, line.Key, line.At);
        if (line.FromBot)
        {
            WriteBot(writer);
        }
        else
        {
            WriteUser(writer, line);
        }

        writer.WriteIf("name", line.Event);
        writer.WriteIf("text", line.Text);
        writer.WriteIf("textFormat", line.Text is null ? null : "plain");
        writer.WriteIf("locale", line.Locale);
        LineParts.WriteFiles(writer, line, baseUrl);
        LineParts.WriteChoices(writer, line);
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, string conversation, string key, DateTimeOffset? at)
    {
        writer.WriteString("id", IdOf(conversation, key));
        writer.WriteString("channelId", "directline");
        writer.WriteIf("timestamp", at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        writer.WriteStartObject("conversation");
        writer.WriteString("id", conversation);
        writer.WriteEndObject();
    }

    private static void WriteBot(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("from");
        writer.WriteString("id", "moomken");
        writer.WriteString("name", "ممكن");
        writer.WriteString("role", "bot");
        writer.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter writer, WebChatActivity line)
    {
        writer.WriteStartObject("from");
        writer.WriteString("id", line.User);
        writer.WriteString("role", "user");
        writer.WriteEndObject();
        if (line.ChannelData is { } data)
        {
            writer.WritePropertyName("channelData");
            writer.WriteRawValue(data);
        }

        if (line.Button is { } payload)
        {
            ActivityButton.WriteValue(writer, payload);
        }
    }
}
