using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>A template that WhatsApp has approved, for messages to people who have not written for 24 hours.</summary>
/// <param name="Lane">What it is for.</param>
/// <param name="Tongue">The language of its own words.</param>
/// <param name="ContentSid">Twilio's id of it.</param>
public sealed record TwilioTemplate(Lane Lane, Tongue Tongue, string ContentSid)
{
    private static readonly Dictionary<string, Lane> Lanes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["alert"] = Lane.Safety,
        ["reply"] = Lane.Reply,
        ["reminder"] = Lane.Reminder,
        ["broadcast"] = Lane.Broadcast,
    };

    /// <summary>As the environment calls it.</summary>
    public string SettingName => $"Twilio__Templates__{Lanes.First(lane => lane.Value == Lane).Key}__{(Tongue == Tongue.Arabic ? "ar" : "en")}";

    /// <summary>Null when the settings know no such name or language.</summary>
    public static TwilioTemplate? Read(string name, string language, string contentSid)
    {
        Tongue? tongue = language.ToLowerInvariant() switch { "ar" => Tongue.Arabic, "en" => Tongue.English, _ => null };
        return tongue is { } known && Lanes.TryGetValue(name, out var lane) ? new TwilioTemplate(lane, known, contentSid) : null;
    }
}
