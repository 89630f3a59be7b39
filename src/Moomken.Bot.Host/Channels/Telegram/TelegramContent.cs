using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>What a message holds for us: text, files, a place or a phone number.</summary>
internal sealed record TelegramContent(string? Text)
{
    private ImmutableArray<InboundMedia> Media { get; init; } = [];

    private GeoPoint? Location { get; init; }

    private string? LocationName { get; init; }

    private string? OwnPhone { get; init; }

    private string? UnsupportedKind { get; init; }

    /// <summary>Null when there is nothing that we take.</summary>
    public static TelegramContent? Of(WireMessage message)
    {
        if (message.Text is { } text)
        {
            return new TelegramContent(text);
        }

        // A venue comes with a location of the same place beside it; only the venue has the name.
        if ((message.Venue?.Location ?? message.Location) is { } place)
        {
            return OfPlace(place, message.Venue?.Title);
        }

        if (message.Contact is { } contact)
        {
            return OfContact(contact, message.From);
        }

        var media = OfMedia(message);
        return media.IsEmpty ? null : new TelegramContent(message.Caption) { Media = media };
    }

    public InboundMessage Into(InboundMessage start) => start with
    {
        Text = Text,
        Media = Media,
        Location = Location,
        LocationName = LocationName,
        OwnPhone = OwnPhone,
        UnsupportedKind = UnsupportedKind,
    };

    private static TelegramContent OfPlace(WireLocation place, string? name) => new((string?)null)
    {
        Location = new GeoPoint(place.Latitude, place.Longitude),
        LocationName = name,
    };

    /// <summary>A card is proof of a number only when it is the sender's own; somebody else's is personal data that nobody agreed to give.</summary>
    private static TelegramContent OfContact(WireContact contact, WireUser? from)
    {
        var own = from is not null && contact.UserId == from.Id && !string.IsNullOrEmpty(contact.PhoneNumber);
        return own
            ? new TelegramContent((string?)null) { OwnPhone = "+" + contact.PhoneNumber!.TrimStart('+') }
            : new TelegramContent((string?)null) { UnsupportedKind = "contact" };
    }

    private static ImmutableArray<InboundMedia> OfMedia(WireMessage message)
    {
        // A live photo is a still and a short film: both are evidence. Its still comes in the field photo as well.
        if (message.LivePhoto is { } film && Largest(message.Photo) is { } still)
        {
            return [.. File("photo", still), .. File("video", film)];
        }

        // An animation comes with a document of the same file beside it, so it is asked for before documents.
        return message switch
        {
            { Photo: { Length: > 0 } sizes } => File("photo", Largest(sizes)),
            { Voice: { } voice } => File("voice", voice),
            { Audio: { } audio } => File("audio", audio),
            { Video: { } video } => File("video", video),
            { VideoNote: { } round } => File("video", round),
            { Animation: { } animation } => File("video", animation),
            { Document: { } document } => File("document", document),
            _ => [],
        };
    }

    /// <summary>The last one as a rule; but the rule is only custom, and a thumbnail kept as evidence could not be mended later.</summary>
    private static WireFile? Largest(WireFile[]? sizes) =>
        sizes is { Length: > 0 } ? sizes.MaxBy(size => ((long)size.Width * size.Height, size.FileSize ?? 0)) : null;

    private static ImmutableArray<InboundMedia> File(string kind, WireFile? file) => file?.FileId is { Length: > 0 } reference
        ? [new InboundMedia(kind, reference, file.FileName, file.MimeType, file.FileSize)]
        : [];
}
