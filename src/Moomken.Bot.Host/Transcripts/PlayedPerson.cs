using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Transcripts;

/// <summary>One person of a played conversation: acts by short words, and remembers what the channel showed them.</summary>
internal sealed class PlayedPerson(PlayedService service, string user, string? channel)
{
    private readonly List<IReadOnlyList<OutboundChoice>> shown = [];
    private InboundMessage? last;
    private int albums;

    /// <summary>Does one act and gives what everybody was sent because of it; null when the act was not understood.</summary>
    public async Task<IReadOnlyList<SentMessage>?> ActAsync(string word, string rest, string act)
    {
        var sent = new List<SentMessage>();
        if (Messages(word, rest, act) is not { Count: > 0 } messages)
        {
            return null;
        }

        foreach (var message in messages)
        {
            sent.AddRange(await service.SendAsync(last = message));
        }

        return sent;
    }

    /// <summary>Takes note of a message that this person was shown: its choices can be pressed.</summary>
    public void Saw(OutboundMessage message)
    {
        if (!message.Choices.IsEmpty)
        {
            shown.Add(message.Choices);
        }
    }

    private List<InboundMessage>? Messages(string word, string rest, string act) => word switch
    {
        ":press" => Pressed(shown.TakeLast(1), rest),
        ":stale" => Pressed(shown.SkipLast(1).Reverse(), rest),
        ":photo" => [New() with { Text = Said(rest), Media = [Media("photo", "image/png")] }],
        ":album" => Album(rest),
        ":voice" => [New() with { Media = [Media("voice", "audio/ogg")] }],
        ":location" => Point(rest) is { } point ? [New() with { Location = point }] : null,
        ":contact" => [New() with { OwnPhone = rest }],
        ":sticker" => [New() with { UnsupportedKind = "sticker" }],
        ":edit" => [New() with { Text = rest, Kind = InboundKind.Edited, Refers = last?.MessageId }],
        ":resend" => last is null ? null : [last],
        ":empty" => [New() with { Text = "" }],
        ":long" => Long(rest),
        ":block" => [New() with { Kind = InboundKind.Blocked }],
        ":unblock" => [New() with { Kind = InboundKind.Unblocked }],
        ":optin" => [New() with { Kind = InboundKind.OptedIn }],
        "" => [New() with { Text = act }],
        _ => null,
    };

    private InboundMessage New() => service.From(user, channel);

    private List<InboundMessage>? Pressed(IEnumerable<IReadOnlyList<OutboundChoice>> messages, string label)
    {
        var folded = ArabicText.FoldPhrase(label);
        var choices = messages.SelectMany(choices => choices).ToList();
        var pressed = choices.Find(choice => ArabicText.FoldPhrase(choice.Label) == folded || choice.Payload == label)
            ?? choices.Find(choice => choice.Key == Digits.ToAscii(label));
        return pressed is null ? null : [New() with { Button = pressed.Payload }];
    }

    /// <summary>An album arrives as one message for each picture; the caption is on the first.</summary>
    private List<InboundMessage>? Album(string rest)
    {
        var (count, caption) = PlayedActs.Halves(rest);
        var album = $"album{++albums}";
        return int.TryParse(count, CultureInfo.InvariantCulture, out var pictures) && pictures is > 0 and <= 10
            ? [.. Enumerable.Range(0, pictures).Select(index => New() with { Album = album, Text = index == 0 ? Said(caption) : null, Media = [Media("photo", "image/png")] })]
            : null;
    }

    private List<InboundMessage>? Long(string rest)
    {
        var (length, words) = PlayedActs.Halves(rest);
        return int.TryParse(length, CultureInfo.InvariantCulture, out var characters) && characters is > 0 and <= 100_000 && words.Length > 0
            ? [New() with { Text = string.Concat(Enumerable.Repeat(words + " ", (characters / (words.Length + 1)) + 1))[..characters] }]
            : null;
    }

    private static string? Said(string text) => text.Length > 0 ? text : null;

    private static InboundMedia Media(string kind, string type) => new(kind, "played", null, type, null);

    private static GeoPoint? Point(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2
            && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var longitude)
            ? new GeoPoint(latitude, longitude)
            : null;
    }
}
