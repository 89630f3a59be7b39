using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>What stands on the button that opens a list; at most 20 letters.</summary>
public sealed record TwilioListLabel(string Arabic, string English)
{
    public string In(Tongue tongue) => tongue == Tongue.Arabic ? Arabic : English;
}
