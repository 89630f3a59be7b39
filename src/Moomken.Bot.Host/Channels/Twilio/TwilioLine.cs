using System.Text.RegularExpressions;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>
/// One of the two ways through Twilio. A person's id is their number (<c>+218911234567</c>) on both; the prefix that tells
/// them apart at Twilio is put on and taken off here only.
/// </summary>
/// <param name="Name">The channel's name. Kannel gives SMS too, so this one says whose it is.</param>
/// <param name="Account">Our sender there, without prefix.</param>
/// <param name="Prefix">Before every address of this kind.</param>
/// <param name="Profile">What it can show.</param>
public sealed partial record TwilioLine(string Name, string Account, string Prefix, ChannelProfile Profile)
{
    public const string WhatsAppName = "whatsapp";
    public const string SmsName = "twilio-sms";

    /// <summary>In counts, of a call of which it cannot be told for which of the two it was.</summary>
    public const string Either = "twilio";

    public const string WhatsAppPrefix = "whatsapp:";

    public bool IsWhatsApp => Prefix.Length > 0;

    public static TwilioLine WhatsApp(string sender) => new(WhatsAppName, sender, WhatsAppPrefix, ChannelProfile.WhatsApp);

    public static TwilioLine Sms(string sender) => new(SmsName, sender, "", ChannelProfile.Sms);

    /// <summary>The channel of an address at Twilio, as far as its prefix tells.</summary>
    public static string NameOf(string? address) => address?.StartsWith(WhatsAppPrefix, StringComparison.Ordinal) == true ? WhatsAppName : SmsName;

    /// <summary>Those that the settings turn on.</summary>
    public static IReadOnlyList<TwilioLine> Of(TwilioOptions options) =>
    [
        .. options.WhatsAppFrom is { } whatsApp ? [WhatsApp(whatsApp)] : Array.Empty<TwilioLine>(),
        .. options.SmsFrom is { } sms ? [Sms(sms)] : Array.Empty<TwilioLine>(),
    ];

    /// <summary>Null for an address that is none of this kind.</summary>
    public string? UserOf(string address)
    {
        if (!address.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var user = address[Prefix.Length..];
        return (IsWhatsApp ? WhatsAppUser().IsMatch(user) : IsPhone(user)) ? user : null;
    }

    public string AddressOf(string user) => Prefix + user;

    public ChannelAddress Person(string user) => new(Name, Account, user);

    public static bool IsPhone(string text) => Phone().IsMatch(text);

    public static bool IsMessagingService(string text) => MessagingService().IsMatch(text);

    [GeneratedRegex(@"^\+[1-9][0-9]{4,14}\z")]
    private static partial Regex Phone();

    /// <summary>A number, or the id that WhatsApp gives in its place to those who hide theirs.</summary>
    [GeneratedRegex(@"^\+?[A-Za-z0-9][A-Za-z0-9._-]{3,127}\z")]
    private static partial Regex WhatsAppUser();

    [GeneratedRegex(@"^MG[0-9a-fA-F]{32}\z")]
    private static partial Regex MessagingService();
}
