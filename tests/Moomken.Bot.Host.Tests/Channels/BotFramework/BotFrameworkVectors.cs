using System.Text.Json;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

/// <summary>The recorded payloads beside this file.</summary>
internal static class BotFrameworkVectors
{
    public static readonly IReadOnlyList<JsonElement> Verdicts = Read("jwt-verdicts.json", "verdicts");

    public static readonly IReadOnlyList<JsonElement> Activities = Read("activity-vectors.json", "vectors");

    public static JsonElement Activity(string name) => Activities.Single(vector => vector.GetProperty("name").GetString() == name);

    private static IReadOnlyList<JsonElement> Read(string file, string list)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Channels", "BotFramework", file)));
        return [.. document.RootElement.GetProperty(list).EnumerateArray().Select(item => item.Clone())];
    }
}
