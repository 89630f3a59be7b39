using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Host.Channels.Activities;
using static Moomken.Bot.Host.Channels.Activities.ActivityJson;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>What a client posted, as far as we use it. Whatever else it says is ignored, as the protocol asks.</summary>
public sealed partial record WebChatPost
{
    /// <summary>Characters of one posted activity.</summary>
    public const int MaxLength = 256 * 1024;

    private const int MaxChannelData = 8 * 1024;

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
        using var document = ActivityJson.Parse(body);
        return document?.RootElement is { ValueKind: JsonValueKind.Object } activity ? Read(activity) : null;
    }

    /// <summary>The user id that a page asks its token to carry, when it has the form that Direct Line asks for.</summary>
    public static string? WantedUser(string body)
    {
        using var document = ActivityJson.Parse(body);
        return document is not null && TextOf(Inner(document.RootElement, "user"), "id") is { } id && UserId().IsMatch(id) ? id : null;
    }

    private static WebChatPost? Read(JsonElement activity)
    {
        if (TextOf(activity, "type") is not { Length: > 0 } type)
        {
            return null;
        }

        var data = Inner(activity, "channelData");
        var (location, place) = ActivityPlace.Read(activity);
        return new WebChatPost
        {
            Type = type,
            ClientId = TextOf(data, "clientActivityID"),
            Name = TextOf(activity, "name"),
            Text = TextOf(activity, "text"),
            Button = ActivityButton.Read(Inner(activity, "value")),
            Location = location,
            LocationName = place,
            Locale = TextOf(activity, "locale") is { Length: <= 35 } locale ? locale : null,
            ChannelData = KeepChannelData(data),
            HasLinks = ActivityJson.ListOf(activity, "attachments").Any(),
            Voice = Inner(Inner(data, "moomken"), "voice").ValueKind == JsonValueKind.True,
        };
    }

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

    [GeneratedRegex("^dl_[A-Za-z0-9_-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex UserId();
}
