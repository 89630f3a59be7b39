using System.Text;
using System.Text.Json;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

/// <summary>The cases beside this file, computed with the official client for Node.</summary>
internal static class TwilioVectors
{
    public static readonly IReadOnlyList<TwilioVector> All = Read();

    /// <summary>One line for each address that a case is judged for: the one that was posted to, and others that it may be seen under.</summary>
    public static IEnumerable<(string Name, TwilioVector Vector, string Url, bool Expected)> Verdicts() => All.SelectMany(vector =>
        vector.Also.Select(also => ($"{vector.Name} as {also.Url}", vector, also.Url, also.Expected)).Prepend((vector.Name, vector, vector.Url, vector.Expected)));

    public static TwilioVector Named(string name) => All.Single(vector => vector.Name == name);

    private static IReadOnlyList<TwilioVector> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Channels", "Twilio", "twilio-vectors.json")));
        return [.. document.RootElement.GetProperty("vectors").EnumerateArray().Select(Read)];
    }

    private static TwilioVector Read(JsonElement vector) => new(
        Text(vector, "name"),
        Text(vector, "authToken"),
        Text(vector, "url"),
        Encoding.UTF8.GetBytes(Text(vector, "rawBody")),
        Text(vector, "kind") == "form",
        Text(vector, "signature"),
        vector.GetProperty("expect").GetBoolean(),
        [.. vector.GetProperty("params").EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetString()!))],
        vector.TryGetProperty("alsoReceivedAs", out var also)
            ? [.. also.EnumerateArray().Select(other => (Text(other, "url"), other.GetProperty("expect_twilio6").GetBoolean()))]
            : []);

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString()!;
}

internal sealed record TwilioVector(
    string Name,
    string Token,
    string Url,
    byte[] Body,
    bool IsForm,
    string Signature,
    bool Expected,
    IReadOnlyList<(string Name, string Value)> Fields,
    IReadOnlyList<(string Url, bool Expected)> Also);
