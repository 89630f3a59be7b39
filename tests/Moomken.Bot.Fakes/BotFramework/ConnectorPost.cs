using System.Text.Json.Nodes;

namespace Moomken.Bot.Fakes.BotFramework;

/// <summary>One activity that the bot posted.</summary>
/// <param name="Conversation">The conversation's id, unescaped.</param>
/// <param name="ReplyTo">The activity that it answers, from the path; null for one that stands for itself.</param>
/// <param name="Activity">The body.</param>
/// <param name="Token">The bearer token; null for none.</param>
/// <param name="Path">As it was asked for, escapes and all.</param>
/// <param name="ContentType">As it was given.</param>
public sealed record ConnectorPost(string Conversation, string? ReplyTo, JsonObject Activity, string? Token, string Path, string? ContentType)
{
    public string Type => (string)Activity["type"]!;

    public string Text => (string?)Activity["text"] ?? "";

    /// <summary>Everything that can be pressed: suggested actions, or the buttons of all cards.</summary>
    public IReadOnlyList<JsonObject> Actions =>
    [
        .. ((JsonArray?)Activity["suggestedActions"]?["actions"] ?? []).OfType<JsonObject>(),
        .. ((JsonArray?)Activity["attachments"] ?? []).SelectMany(card => (JsonArray?)card?["content"]?["buttons"] ?? []).OfType<JsonObject>(),
    ];
}
