using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Moomken.Bot.Fakes.Twilio;

/// <summary>The Content API: templates, and what a message of one reads.</summary>
internal sealed partial class TwilioContents
{
    private readonly ConcurrentDictionary<string, JsonObject> contents = new();
    private int made;

    public IReadOnlyCollection<JsonObject> All => [.. contents.Values];

    public string Add(JsonObject content)
    {
        var sid = "HX" + Interlocked.Increment(ref made).ToString("x32", CultureInfo.InvariantCulture);
        var stored = (JsonObject)content.DeepClone();
        stored["sid"] = sid;
        contents[sid] = stored;
        return sid;
    }

    public void Remove(string sid) => contents.TryRemove(sid, out _);

    public bool Has(string sid) => contents.ContainsKey(sid);

    /// <summary>Null with an error code when the template or what is filled in is not good.</summary>
    public (string Body, IReadOnlyList<TwilioChoice> Choices, string? ListButton)? Fill(string sid, string? variables, out int code)
    {
        code = 21655;
        if (!contents.TryGetValue(sid, out var content))
        {
            return null;
        }

        code = 21656;
        if (Values(variables) is not { } values)
        {
            return null;
        }

        var (kind, type) = content["types"]!.AsObject().First();
        string Filled(JsonNode? text) => Place().Replace((string?)text ?? "", match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));
        var choices = ((JsonArray?)(type!["actions"] ?? type["items"]) ?? [])
            .Select(choice => new TwilioChoice(Filled(choice!["title"] ?? choice["item"]), Filled(choice["id"]))).ToList();
        code = FaultOf(kind, Filled(type["body"]), choices) ? 63005 : 0;
        return code == 0 ? (Filled(type["body"]), choices, type["button"] is { } button ? Filled(button) : null) : null;
    }

    /// <summary>What WhatsApp itself demands.</summary>
    private static bool FaultOf(string kind, string body, List<TwilioChoice> choices)
    {
        var (most, title) = kind switch { "twilio/quick-reply" => (3, 20), "twilio/list-picker" => (10, 24), _ => (0, 0) };
        return body.Length is 0 or > 1024
            || choices.Count > most
            || choices.Any(choice => choice.Title.Length == 0 || choice.Title.Length > title || choice.Id.Length is 0 or > 200)
            || choices.Select(choice => choice.Title).Distinct().Count() != choices.Count;
    }

    private static Dictionary<string, string>? Values(string? json)
    {
        try
        {
            var values = JsonNode.Parse(json ?? "{}")!.AsObject().ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "");
            return values.Values.Any(value => value.Length == 0) ? null : values;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
