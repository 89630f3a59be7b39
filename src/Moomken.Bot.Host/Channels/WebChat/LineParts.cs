using System.Text.Json;
using Moomken.Bot.Host.Channels.Activities;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>What hangs on a line of the chat beside its text: files, and below ours the choices.</summary>
internal static class LineParts
{
    public static void WriteFiles(Utf8JsonWriter writer, WebChatActivity line, string baseUrl)
    {
        if (line.Files.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray("attachments");
        foreach (var file in line.Files)
        {
            writer.WriteStartObject();
            writer.WriteString("contentType", file.ContentType);
            writer.WriteString("contentUrl", $"{baseUrl}/v3/directline/conversations/{line.Conversation}/uploads/{file.Upload}");
            writer.WriteIf("name", file.Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteChoices(Utf8JsonWriter writer, WebChatActivity line)
    {
        if (!line.FromBot)
        {
            return;
        }

        writer.WriteString("inputHint", "expectingInput");
        if (!line.Choices.IsDefaultOrEmpty)
        {
            writer.WriteStartObject("suggestedActions");
            writer.WriteStartArray("actions");
            foreach (var choice in line.Choices)
            {
                ActivityButton.WriteMessageBack(writer, choice.Label, choice.Label, choice.Payload);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        WriteHints(writer, line);
    }

    /// <summary>For our own page: which choices are ways out, and whether a shared place is an answer here.</summary>
    private static void WriteHints(Utf8JsonWriter writer, WebChatActivity line)
    {
        writer.WriteStartObject("channelData");
        writer.WriteStartObject("moomken");
        writer.WriteBoolean("location", line.WantsLocation);
        writer.WriteStartArray("ways");
        foreach (var way in line.Choices.IsDefault ? [] : line.Choices.Where(choice => choice.Way))
        {
            writer.WriteStringValue(way.Payload);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
