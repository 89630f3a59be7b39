using System.Text.RegularExpressions;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>What is wrong with the settings, as lines for the operator.</summary>
internal static partial class TelegramOptionFaults
{
    public const int ShortestSecret = 16;
    private const int LongestSecret = 256;

    /// <summary>The only ports that Telegram's own server posts to.</summary>
    private static readonly int[] WebhookPorts = [443, 80, 88, 8443];

    public static IReadOnlyList<string> Of(TelegramOptions options)
    {
        var faults = new List<string>(options.Unreadable);
        if (options.Mode == TelegramMode.Off)
        {
            return faults;
        }

        CheckToken(options, faults);
        CheckApi(options, faults);
        CheckNumbers(options, faults);
        if (options.Mode == TelegramMode.Webhook)
        {
            CheckSecret(options.WebhookSecret, faults);
            CheckPublicUrl(options, faults);
        }

        return faults;
    }

    private static void CheckToken(TelegramOptions options, List<string> faults)
    {
        if (options.BotToken is null)
        {
            faults.Add($"Telegram__BotToken is missing, and Telegram__Mode is {options.Mode}. Paste the token that @BotFather gave you, or set Telegram__Mode to Off.");
        }
        else if (!Token().IsMatch(options.BotToken))
        {
            faults.Add("Telegram__BotToken does not look like a bot token: digits, a colon, then letters, digits, _ or - (123456789:AA…). Copy it again from @BotFather, whole and without spaces.");
        }
    }

    private static void CheckSecret(string? secret, List<string> faults)
    {
        if (secret is null)
        {
            faults.Add("Telegram__WebhookSecret is missing; without it anybody could post false reports. Set one, for example the output of: openssl rand -hex 32");
            return;
        }

        if (secret.Length is < ShortestSecret or > LongestSecret)
        {
            faults.Add($"Telegram__WebhookSecret has {secret.Length} characters; it needs {ShortestSecret} to {LongestSecret}. Make one with: openssl rand -hex 32");
        }

        if (!SecretCharacters().IsMatch(secret))
        {
            faults.Add("Telegram__WebhookSecret has a character that Telegram does not allow; only A-Z a-z 0-9 _ - may be used. Make one with: openssl rand -hex 32");
        }
    }

    private static void CheckApi(TelegramOptions options, List<string> faults)
    {
        if (!IsHttp(options.ApiBaseUrl, out var uri) || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
        {
            faults.Add($"Telegram__ApiBaseUrl must be the address of a Bot API server without a path, such as {TelegramOptions.PublicApi}. Leave it out to use Telegram's own.");
        }
    }

    private static void CheckPublicUrl(TelegramOptions options, List<string> faults)
    {
        if (options.PublicBaseUrl is null)
        {
            faults.Add("Moomken__PublicBaseUrl is missing, and Telegram__Mode is Webhook. Set it to the https address of this service, or set Telegram__Mode to Polling.");
            return;
        }

        if (!IsHttp(options.PublicBaseUrl, out var uri) || uri.Query.Length > 0 || uri.UserInfo.Length > 0)
        {
            faults.Add("Moomken__PublicBaseUrl must be an address such as https://bot.example.org. Correct it, or set Telegram__Mode to Polling.");
            return;
        }

        // A Bot API server of one's own may post over plain HTTP to any port; Telegram's does neither.
        var ours = options.ApiBaseUrl != TelegramOptions.PublicApi;
        if (!ours && (uri.Scheme != Uri.UriSchemeHttps || !WebhookPorts.Contains(uri.Port)))
        {
            faults.Add("Moomken__PublicBaseUrl: Telegram posts only to https, and only to the ports 443, 80, 88 and 8443. Put a TLS proxy in front, or set Telegram__Mode to Polling.");
        }
    }

    private static void CheckNumbers(TelegramOptions options, List<string> faults)
    {
        if (options.MaxConnections is < 1 or > 100)
        {
            faults.Add($"Telegram__MaxConnections is {options.MaxConnections}; Telegram allows 1 to 100. Leave it out for 40.");
        }

        if (options.SendTimeoutSeconds is < 1 or > 120)
        {
            faults.Add($"Telegram__SendTimeoutSeconds is {options.SendTimeoutSeconds}; use 1 to 120. Leave it out for 20.");
        }
    }

    private static bool IsHttp(string text, out Uri uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri!) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    // 15 digits fit any bot id (52 bits) and can never overflow a long.
    [GeneratedRegex(@"^[0-9]{1,15}:[A-Za-z0-9_-]{1,200}\z")]
    private static partial Regex Token();

    [GeneratedRegex(@"^[A-Za-z0-9_-]*\z")]
    private static partial Regex SecretCharacters();
}
