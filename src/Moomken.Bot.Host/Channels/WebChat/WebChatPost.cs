using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>What a client posted, as far as we use it. Whatever else it says is ignored, as the protocol asks.</summary>
public sealed partial record WebChatPost
{
    /// <summary>Characters of one posted activity.</summary>
    public const int MaxLength = 256 * 1024;

    private const int MaxDepth = 32;
    private const int MaxChannelData = 8 * 1024;
    private const int MaxPayload = 64;

    public required string Type { get; init; }

    /// <summary>The client's own id of the message: the same on every retry.</summary>
    public string? ClientId { get; init; }

    /// <summary>Name of an event.</summary>
    public string? Name { get; init; }

    public string? Text { get; init; }

    public string? Button { get; init; }

    public GeoPoint? Location { get; init; }

    public string? LocationName { get; init; }

    public string? Locale { get; init; }

    public string? ChannelData { get; init; }

    /// <summary>Attached as links instead of uploaded: we fetch nothing that a stranger names.</summary>
    public bool HasLinks { get; init; }

    /// <summary>Our page says that the attached sound is a recorded voice note.</summary>
    public bool Voice { get; init; }

    /// <summary>Null when the body is not a JSON object with a type, or nests too deep.</summary>
    public static WebChatPost? Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(MendSurrogates(body), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The user id that a page asks its token to carry, when it has the form that Direct Line asks for.</summary>
    public static string? WantedUser(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(MendSurrogates(body), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return TextOf(Inner(document.RootElement, "user"), "id") is { } id && UserId().IsMatch(id) ? id : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static WebChatPost? Read(JsonElement activity)
    {
        if (TextOf(activity, "type") is not { Length: > 0 } type)
        {
            return null;
        }

        var data = Inner(activity, "channelData");
        var (location, place) = ReadLocation(activity);
        return new WebChatPost
        {
            Type = type,
            ClientId = TextOf(data, "clientActivityID"),
            Name = TextOf(activity, "name"),
            Text = TextOf(activity, "text"),
            Button = ReadButton(Inner(activity, "value")),
            Location = location,
            LocationName = place,
            Locale = TextOf(activity, "locale") is { Length: <= 35 } locale ? locale : null,
            ChannelData = KeepChannelData(data),
            HasLinks = Inner(activity, "attachments") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0,
            Voice = Inner(Inner(data, "moomken"), "voice").ValueKind == JsonValueKind.True,
        };
    }

    /// <summary>Our buttons are messageBack actions whose value comes back as it was: <c>{"moomken": payload}</c>.</summary>
    private static string? ReadButton(JsonElement value) =>
        TextOf(value, "moomken") is { Length: > 0 and <= MaxPayload } payload && payload.All(char.IsAscii) ? payload : null;

    /// <summary>A shared place is an entity of type GeoCoordinates (Activity protocol), alone or as the geo of a Place.</summary>
    private static (GeoPoint? Point, string? Name) ReadLocation(JsonElement activity)
    {
        if (Inner(activity, "entities") is not { ValueKind: JsonValueKind.Array } entities)
        {
            return default;
        }

        foreach (var entity in entities.EnumerateArray())
        {
            var geo = TextOf(entity, "type") == "Place" ? Inner(entity, "geo") : entity;
            if (TextOf(geo, "type") == "GeoCoordinates" && Degrees(geo, "latitude", 90) is { } latitude && Degrees(geo, "longitude", 180) is { } longitude)
            {
                return (new GeoPoint(latitude, longitude), TextOf(entity, "name"));
            }
        }

        return default;
    }

    private static double? Degrees(JsonElement geo, string name, double most) =>
        Inner(geo, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) && Math.Abs(value) <= most ? value : null;

    /// <summary>Kept as it came, so that the client finds its own marks in the echo; when too long, only the id that it needs.</summary>
    private static string? KeepChannelData(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var raw = data.GetRawText();
        if (raw.Length <= MaxChannelData)
        {
            return raw;
        }

        return TextOf(data, "clientActivityID") is { Length: <= 128 } id ? new JsonObject { ["clientActivityID"] = id }.ToJsonString() : null;
    }

    private static JsonElement Inner(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var inner) ? inner : default;

    private static string? TextOf(JsonElement element, string name) =>
        Inner(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>
    /// Half an emoji (a browser writes it as a lone <c>\ud83d</c>) makes the reader throw; the rest of what the person
    /// wrote must not be lost with it.
    /// </summary>
    private static string MendSurrogates(string body) => Escape().Replace(
        body, match => match.Groups["lone"].Success ? "\\ufffd" : match.Value);

    [GeneratedRegex("""\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.""", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();

    [GeneratedRegex("^dl_[A-Za-z0-9_-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex UserId();
}
