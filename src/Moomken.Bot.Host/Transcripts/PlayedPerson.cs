using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Channels.Terminal;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Transcripts;

/// <summary>One person of a played conversation: acts by short words, and sees what the channel would show them.</summary>
public sealed class PlayedPerson(PlayedService service, string user)
{
    /// <summary>What each word of an act means, for the help of the terminal and of transcript files.</summary>
    public const string Acts = ":press LABEL · :photo [caption] · :voice · :location LAT LON · :edit TEXT · :wait 30m · anything else is said";

    private IReadOnlyList<OutboundChoice> shown = [];

    /// <summary>Does one act and gives what everybody was sent because of it; null when the act was not understood.</summary>
    public async Task<IReadOnlyList<(ChannelAddress To, OutboundMessage Message)>?> ActAsync(string act)
    {
        var (word, rest) = Split(act);
        var message = service.From(user);
        var sent = word switch
        {
            ":press" => Pressed(rest) is { } choice ? await service.SendAsync(message with { Button = choice.Payload }) : null,
            ":photo" => await service.SendAsync(message with { Text = rest.Length > 0 ? rest : null, Media = [Media("photo", "image/png")] }),
            ":voice" => await service.SendAsync(message with { Media = [Media("voice", "audio/ogg")] }),
            ":location" => Point(rest) is { } point ? await service.SendAsync(message with { Location = point }) : null,
            ":edit" => await service.SendAsync(message with { Text = rest, Kind = InboundKind.Edited, Refers = "m1" }),
            ":sticker" => await service.SendAsync(message with { UnsupportedKind = "sticker" }),
            ":wait" => await WaitAsync(rest),
            _ => await service.SendAsync(message with { Text = act }),
        };
        shown = sent?.LastOrDefault(item => item.To.User == user).Message?.Choices ?? shown;
        return sent;
    }

    private async Task<IReadOnlyList<(ChannelAddress To, OutboundMessage Message)>?> WaitAsync(string text)
    {
        if (service.Get<TimeProvider>() is not ShiftedTime clock || Span(text) is not { } span)
        {
            return null;
        }

        clock.Forward(span);
        return await service.FireTimersAsync();
    }

    private OutboundChoice? Pressed(string label)
    {
        var folded = ArabicText.FoldPhrase(label);
        return shown.FirstOrDefault(choice => ArabicText.FoldPhrase(choice.Label) == folded || choice.Payload == label)
            ?? shown.FirstOrDefault(choice => choice.Key == Digits.ToAscii(label));
    }

    private static InboundMedia Media(string kind, string type) => new(kind, "played", null, type, null);

    private static (string Word, string Tail) Split(string act)
    {
        var space = act.IndexOf(' ', StringComparison.Ordinal);
        return !act.StartsWith(':') ? ("", act) : space < 0 ? (act, "") : (act[..space], act[(space + 1)..].Trim());
    }

    private static GeoPoint? Point(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2
            && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var longitude)
            ? new GeoPoint(latitude, longitude)
            : null;
    }

    private static TimeSpan? Span(string text) =>
        text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture, out var amount)
            ? text[^1] switch
            {
                's' => TimeSpan.FromSeconds(amount),
                'm' => TimeSpan.FromMinutes(amount),
                'h' => TimeSpan.FromHours(amount),
                'd' => TimeSpan.FromDays(amount),
                _ => null,
            }
            : null;
}
