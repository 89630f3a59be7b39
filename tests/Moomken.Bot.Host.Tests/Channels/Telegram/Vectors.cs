using System.Text.Json;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

/// <summary>The recorded payloads beside this file.</summary>
internal static class Vectors
{
    public static readonly IReadOnlyList<(string Name, string Body)> Updates = [.. Read("telegram-updates.json", "vectors")
        .Select(vector => (vector.GetProperty("name").GetString()!, vector.GetProperty("update").GetRawText()))];

    public static readonly IReadOnlyList<JsonElement> Requests = Read("telegram-wire.json", "requests");

    public static string Update(string name) => Updates.Single(vector => vector.Name == name).Body;

    private static IReadOnlyList<JsonElement> Read(string file, string list)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Channels", "Telegram", file)));
        return [.. document.RootElement.GetProperty(list).EnumerateArray().Select(item => item.Clone())];
    }
}
