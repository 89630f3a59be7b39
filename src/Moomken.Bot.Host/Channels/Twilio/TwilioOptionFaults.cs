using System.Text.RegularExpressions;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>What is wrong with the settings, as lines for the operator.</summary>
internal static partial class TwilioOptionFaults
{
    public static IReadOnlyList<string> Of(TwilioOptions options)
    {
        var faults = new List<string>(options.Unreadable);
        if (!options.IsOn)
        {
            return faults;
        }

        CheckAccount(options, faults);
        CheckSenders(options, faults);
        CheckApi(options, faults);
        CheckPublicUrl(options, faults);
        CheckTemplates(options, faults);
        return faults;
    }

    private static void CheckAccount(TwilioOptions options, List<string> faults)
    {
        if (options.AccountSid is null)
        {
            faults.Add("Twilio__AccountSid is missing. Copy it from the first page of the Twilio console, or leave out all other settings of Twilio.");
        }
        else if (!AccountSid().IsMatch(options.AccountSid))
        {
            faults.Add("Twilio__AccountSid does not look like one: AC and 32 hexadecimal digits. An API key (SK…) does not serve, because it cannot check Twilio's signatures.");
        }

        if (options.AuthToken is null)
        {
            faults.Add("Twilio__AuthToken is missing; without it anybody could post false reports. Copy it from the first page of the Twilio console.");
        }

        foreach (var (name, token) in new[] { ("AuthToken", options.AuthToken), ("NextAuthToken", options.NextAuthToken) })
        {
            if (token is not null && !AuthToken().IsMatch(token))
            {
                faults.Add($"Twilio__{name} does not look like an auth token: 32 hexadecimal digits. Copy it again from the Twilio console, whole and without spaces.");
            }
        }
    }

    private static void CheckSenders(TwilioOptions options, List<string> faults)
    {
        if (options.SmsFrom is null && options.WhatsAppFrom is null)
        {
            faults.Add("Twilio__SmsFrom and Twilio__WhatsAppFrom are both missing. Set the one that you have, or both.");
        }

        if (options.WhatsAppFrom is { } whatsApp && !TwilioLine.IsPhone(whatsApp))
        {
            faults.Add("Twilio__WhatsAppFrom must be the number of the WhatsApp sender, such as +14155238886.");
        }

        if (options.SmsFrom is { } sms && !TwilioLine.IsPhone(sms) && !TwilioLine.IsMessagingService(sms) && !SenderName().IsMatch(sms))
        {
            faults.Add("Twilio__SmsFrom must be a number such as +15005550006, a messaging service (MG…), or a sender name of 1 to 11 letters, digits and spaces with at least one letter.");
        }
    }

    private static void CheckApi(TwilioOptions options, List<string> faults)
    {
        if (!IsHttp(options.ApiBaseUrl, out var uri) || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
        {
            faults.Add($"Twilio__ApiBaseUrl must be an address without a path, such as {TwilioOptions.PublicApi}. Leave it out to use Twilio's own.");
        }
    }

    private static void CheckPublicUrl(TwilioOptions options, List<string> faults)
    {
        if (options.PublicBaseUrl is null)
        {
            faults.Add("Moomken__PublicBaseUrl is missing, and Twilio is on. Set it to the https address of this service, such as https://bot.example.org: Twilio signs what it posts together with that address.");
            return;
        }

        if (!IsHttp(options.PublicBaseUrl, out var uri) || uri.Query.Length > 0 || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            faults.Add("Moomken__PublicBaseUrl must be an address such as https://bot.example.org.");
            return;
        }

        if (uri.Host.Contains('_', StringComparison.Ordinal))
        {
            faults.Add("Moomken__PublicBaseUrl: Twilio takes no status callbacks to a host with an underscore. Use another host name.");
        }

        if (uri.Scheme != Uri.UriSchemeHttps && !options.IsStandIn)
        {
            faults.Add("Moomken__PublicBaseUrl must begin with https while Twilio is on: reports would cross the internet in the clear. Put a TLS proxy in front.");
        }
    }

    private static void CheckTemplates(TwilioOptions options, List<string> faults)
    {
        faults.AddRange(options.Templates.Where(template => !ContentSid().IsMatch(template.ContentSid))
            .Select(template => $"{template.SettingName} is \"{template.ContentSid}\". Use the template's ContentSid: HX and 32 hexadecimal digits."));
        if (!options.Templates.IsEmpty && options.WhatsAppFrom is null)
        {
            faults.Add("Twilio__Templates are set, and Twilio__WhatsAppFrom is not: templates are for WhatsApp alone. Set the sender, or leave the templates out.");
        }
    }

    private static bool IsHttp(string text, out Uri uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri!) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    [GeneratedRegex(@"^AC[0-9a-fA-F]{32}\z")]
    private static partial Regex AccountSid();

    [GeneratedRegex(@"^[0-9a-fA-F]{32}\z")]
    private static partial Regex AuthToken();

    [GeneratedRegex(@"^HX[0-9a-fA-F]{32}\z")]
    private static partial Regex ContentSid();

    [GeneratedRegex(@"^(?=.*[A-Za-z])[A-Za-z0-9 +_&-]{1,11}\z")]
    private static partial Regex SenderName();
}
