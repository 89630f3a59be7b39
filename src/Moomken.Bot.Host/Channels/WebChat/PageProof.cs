using System.Text.Json;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>What our page shows to come back to its chat.</summary>
public sealed record PageProof(string Conversation, string User, string Secret)
{
    /// <summary>Null when the body is not one.</summary>
    public static PageProof? Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Text(document, "conversationId") is { } conversation && Text(document, "user") is { } user && Text(document, "secret") is { } secret
                ? new PageProof(conversation, user, secret)
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
