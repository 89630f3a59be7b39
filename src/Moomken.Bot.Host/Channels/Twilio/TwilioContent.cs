using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>What a message holds for us: a press, text, files or a place.</summary>
internal sealed record TwilioContent(string? Text)
{
    /// <summary>Twilio's own limit for one message.</summary>
    private const int MostFiles = 10;

    private string? Button { get; init; }

    private ImmutableArray<InboundMedia> Media { get; init; } = [];

    private GeoPoint? Location { get; init; }

    private string? LocationName { get; init; }

    private string? UnsupportedKind { get; init; }

    /// <summary>Null for a reaction to a message of ours: nobody said anything, so nobody is answered.</summary>
    public static TwilioContent? Of(TwilioForm form)
    {
        var kind = form["MessageType"]?.ToLowerInvariant();
        var text = form["Body"];
        if (kind == "reaction")
        {
            return null;
        }

        // The body of a press repeats its label; what was pressed is told by the id that we gave it.
        if ((form["ButtonPayload"] ?? form["ListId"]) is { } pressed)
        {
            return new TwilioContent((string?)null) { Button = pressed };
        }

        if (kind is "sticker" or "contacts")
        {
            return new TwilioContent((string?)null) { UnsupportedKind = kind == "contacts" ? "contact" : kind };
        }

        if (PlaceOf(form) is { } place)
        {
            return new TwilioContent((string?)null) { Location = place, LocationName = form["Label"] ?? form["Address"] };
        }

        return OfFiles(form, text) ?? OfText(text ?? form["ButtonText"] ?? form["ListTitle"], kind);
    }

    public InboundMessage Into(InboundMessage start) => start with
    {
        Text = Text,
        Button = Button,
        Media = Media,
        Location = Location,
        LocationName = LocationName,
        UnsupportedKind = UnsupportedKind,
    };

    /// <summary>WhatsApp says what it is when it is nothing that Twilio can hand on (a poll, a call); an SMS without words is just empty.</summary>
    private static TwilioContent OfText(string? text, string? kind) =>
        text is null && kind is not (null or "text") ? new TwilioContent((string?)null) { UnsupportedKind = "unknown" } : new TwilioContent(text ?? "");

    private static TwilioContent? OfFiles(TwilioForm form, string? caption)
    {
        var files = Enumerable.Range(0, MostFiles)
            .Select(i => (Address: form[$"MediaUrl{i}"], Type: form[$"MediaContentType{i}"]))
            .Where(file => file.Address is not null)
            .ToList();
        if (files.Count == 0)
        {
            return null;
        }

        // Somebody else's card is personal data that nobody agreed to give; it is not even fetched.
        var wanted = files.FindAll(file => !IsCard(file.Type));
        return wanted.Count == 0 && caption is null
            ? new TwilioContent((string?)null) { UnsupportedKind = "contact" }
            : new TwilioContent(caption) { Media = [.. wanted.Select(file => new InboundMedia(KindOf(file.Type), file.Address!, null, file.Type, null))] };
    }

    private static bool IsCard(string? type) => type is not null && (type.StartsWith("text/vcard", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/x-vcard", StringComparison.OrdinalIgnoreCase));

    private static string KindOf(string? type) => type?.ToLowerInvariant() switch
    {
        { } image when image.StartsWith("image/", StringComparison.Ordinal) => "photo",
        { } voice when voice.StartsWith("audio/ogg", StringComparison.Ordinal) => "voice", // as WhatsApp records
        { } audio when audio.StartsWith("audio/", StringComparison.Ordinal) => "audio",
        { } video when video.StartsWith("video/", StringComparison.Ordinal) => "video",
        _ => "document",
    };

    private static GeoPoint? PlaceOf(TwilioForm form) =>
        Degrees(form["Latitude"], 90) is { } latitude && Degrees(form["Longitude"], 180) is { } longitude ? new GeoPoint(latitude, longitude) : null;

    private static double? Degrees(string? text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most ? degrees : null;
}
