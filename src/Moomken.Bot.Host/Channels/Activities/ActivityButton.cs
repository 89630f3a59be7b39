using System.Text.Json;

namespace Moomken.Bot.Host.Channels.Activities;

/// <summary>
/// Our buttons are messageBack actions whose value comes back as it was: <c>{"moomken": payload}</c>. messageBack is the one
/// action whose press carries a payload apart from what the transcript shows: imBack would show the payload, postBack nothing at all.
/// </summary>
internal static class ActivityButton
{
    private const string Member = "moomken";
    private const int MaxPayload = 64;

    /// <summary>The payload in an activity's value; null when it is none of ours.</summary>
    public static string? Read(JsonElement value) =>
        ActivityJson.TextOf(value, Member) is { Length: > 0 and <= MaxPayload } payload && payload.All(char.IsAscii) ? payload : null;

    public static void WriteValue(Utf8JsonWriter writer, string payload)
    {
        writer.WriteStartObject("value");
        writer.WriteString(Member, payload);
        writer.WriteEndObject();
    }

    /// <summary>One action; <paramref name="shown"/> is what the transcript shows when it is pressed.</summary>
    public static void WriteMessageBack(Utf8JsonWriter writer, string title, string shown, string payload)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "messageBack");
        writer.WriteString("title", title);
        writer.WriteString("text", shown);
        writer.WriteString("displayText", shown);
        WriteValue(writer, payload);
        writer.WriteEndObject();
    }
}
