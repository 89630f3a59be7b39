using System.Text.RegularExpressions;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>What is wrong with the settings, as lines for the operator.</summary>
internal static partial class KannelOptionFaults
{
    private const int ShortestSecret = 16;
    private const int LongestSecret = 256;

    public static IReadOnlyList<string> Of(KannelOptions options)
    {
        var faults = new List<string>(options.Unreadable);
        if (!options.IsOn)
        {
            return faults;
        }

        CheckSending(options, faults);
        CheckLinks(options, faults);
        CheckSecret(options.WebhookSecret, faults);
        CheckAddresses(options, faults);
        CheckStatus(options, faults);
        return faults;
    }

    private static void CheckSending(KannelOptions options, List<string> faults)
    {
        if (options.SendUrl is null)
        {
            faults.Add("Kannel__SendUrl is missing. Set it to smsbox's address, usually http://127.0.0.1:13013/cgi-bin/sendsms, or remove the other Kannel settings to turn the channel off.");
        }
        else if (!IsHttp(options.SendUrl) || options.SendUrl.Contains('?', StringComparison.Ordinal))
        {
            faults.Add("Kannel__SendUrl must be an address such as http://127.0.0.1:13013/cgi-bin/sendsms, without a name or password in it and without anything after a question mark.");
        }

        CheckHeader("Kannel__Username", options.Username, "the username of group sendsms-user in kannel.conf", faults);
        CheckHeader("Kannel__Password", options.Password, "the password of group sendsms-user in kannel.conf", faults);
        if (options.From is null)
        {
            faults.Add("Kannel__From is missing. Set it to our number or short code, as the operator gave it.");
        }
        else if (!Number().IsMatch(options.From))
        {
            faults.Add("Kannel__From must be a number that people can answer: 3 to 15 digits, with or without + before them. Names cannot be written to.");
        }
    }

    private static void CheckLinks(KannelOptions options, List<string> faults)
    {
        if (options.Link is { } first && !LinkId().IsMatch(first))
        {
            faults.Add($"Kannel__Link is \"{first}\". Use the smsc-id of kannel.conf: 1 to 20 of a-z 0-9 _.");
        }

        if (options.Link is null && !options.Links.IsEmpty)
        {
            faults.Add("Kannel__Link is missing, and Kannel__Links name further operators. Set it to the smsc-id, in kannel.conf, of the operator who gave us Kannel__From.");
        }

        for (var i = 0; i < options.Links.Length; i++)
        {
            var (id, from) = (options.Links[i].Link!, options.Links[i].From);
            if (!LinkId().IsMatch(id))
            {
                faults.Add($"Kannel__Links__{i}__Id is \"{id}\". Use the smsc-id of kannel.conf: 1 to 20 of a-z 0-9 _.");
            }
            else if (id == options.Link || options.Links.Take(i).Any(other => other.Link == id))
            {
                faults.Add($"Kannel__Links__{i}__Id is \"{id}\", which stands there already. Name each link once, and the first in Kannel__Link.");
            }

            if (!Number().IsMatch(from))
            {
                faults.Add($"Kannel__Links__{i}__From must be a number that people can answer: 3 to 15 digits, with or without + before them.");
            }
        }
    }

    /// <summary>They travel as header lines: what would break a header would break every send.</summary>
    private static void CheckHeader(string name, string? value, string what, List<string> faults)
    {
        if (value is null)
        {
            faults.Add($"{name} is missing. Set it to {what}.");
        }
        else if (!value.All(c => c is > ' ' and <= '~'))
        {
            faults.Add($"{name} has a blank or a character that is not ASCII. Choose another in kannel.conf, for example the output of: openssl rand -hex 16");
        }
    }

    private static void CheckSecret(string? secret, List<string> faults)
    {
        if (secret is null)
        {
            faults.Add("Kannel__WebhookSecret is missing; without it anybody could send false reports. Set one, for example the output of: openssl rand -hex 32, and put it into post-url of kannel.conf.");
        }
        else if (secret.Length is < ShortestSecret or > LongestSecret || !SecretCharacters().IsMatch(secret))
        {
            faults.Add($"Kannel__WebhookSecret must be {ShortestSecret} to {LongestSecret} of A-Z a-z 0-9 _ -, since it stands in an address. Make one with: openssl rand -hex 32");
        }
    }

    private static void CheckAddresses(KannelOptions options, List<string> faults)
    {
        faults.AddRange(options.AllowedAddresses
            .Where(address => KannelGate.Range(address) is null)
            .Select(address => $"Kannel__AllowedAddresses has \"{address}\". Use an address such as 10.0.0.5 or a range such as 10.0.0.0/24."));
        if (options.CallbackBaseUrl.Length == 0)
        {
            faults.Add("Kannel__CallbackBaseUrl is missing, and the service listens by https only. Set it to the address of this service as smsbox reaches it, or add a plain one to ASPNETCORE_URLS, such as http://127.0.0.1:5080.");
        }
        else if (!IsHttp(options.CallbackBaseUrl) || !Uri.TryCreate(options.CallbackBaseUrl, UriKind.Absolute, out var uri) || uri.Query.Length > 0 || options.CallbackBaseUrl.Contains('%', StringComparison.Ordinal))
        {
            faults.Add("Kannel__CallbackBaseUrl must be an address of this service as smsbox reaches it, such as http://127.0.0.1:5080.");
        }
    }

    private static void CheckStatus(KannelOptions options, List<string> faults)
    {
        if (options.StatusUrl is not null && !IsHttp(options.StatusUrl))
        {
            faults.Add("Kannel__StatusUrl must be bearerbox's status page, such as http://127.0.0.1:13000/status.xml. Leave it out if doctor is not to read it.");
        }
        else if (options.StatusUrl is not null && options.StatusPassword is null)
        {
            faults.Add("Kannel__StatusPassword is missing. Set it to the status-password of kannel.conf, or leave Kannel__StatusUrl out.");
        }
    }

    private static bool IsHttp(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0;

    [GeneratedRegex(@"^\+?[0-9]{3,15}\z")]
    private static partial Regex Number();

    /// <summary>A part of a channel's name, and so of a metric.</summary>
    [GeneratedRegex(@"^[a-z0-9_]{1,20}\z")]
    private static partial Regex LinkId();

    [GeneratedRegex(@"^[A-Za-z0-9_-]*\z")]
    private static partial Regex SecretCharacters();
}
