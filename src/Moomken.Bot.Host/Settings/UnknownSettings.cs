using Microsoft.Extensions.Configuration.Json;

namespace Moomken.Bot.Host.Settings;

/// <summary>A misspelt setting must not be ignored silently: election night is no time to find out that a secret was never read.</summary>
internal static class UnknownSettings
{
    private const string Each = ":*";

    /// <summary>So many first letters of a section are hardly ever the mistyped ones.</summary>
    private const int LettersAlike = 2;

    /// <summary>Every setting by its section; <c>:*</c> stands for the numbers of a list. A test holds it to the options classes.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> Known = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
    {
        ["Moomken"] = ["DataDirectory", "ContentDirectory", "DialogsDirectory", "PublicBaseUrl", "KeepMonths", "DutyPhone", "InviteDays", "AskAfterSilentDays"],
        ["Storage"] = ["Provider", "ConnectionString", "FilesDirectory"],
        ["Duty"] = ["EscalateAfterMinutes", "People"],
        ["Duty:People" + Each] = ["Region", "Channel", "User"],
        ["Rates"] =
        [
            "TelegramPerSecond", "TelegramPerPersonPerSecond", "WhatsAppPerSecond", "WhatsAppPerPersonPerSecond", "TwilioSmsPartsPerSecond",
            "TwilioSmsPerPersonPerSecond", "KannelPartsPerSecond", "KannelPerPersonPerSecond", "BotFrameworkPerSecond", "BotFrameworkPerPersonPerSecond",
        ],
        ["Telegram"] = ["BotToken", "WebhookSecret", "ApiBaseUrl", "Mode", "ProtectContent", "MaxConnections", "SendTimeoutSeconds"],
        ["Kannel"] =
        [
            "SendUrl", "Username", "Password", "From", "Link", "Links", "WebhookSecret", "AllowedAddresses", "CallbackBaseUrl", "MaxParts",
            "SendTimeoutSeconds", "ReportWaitSeconds", "SameWordsSeconds", "StatusUrl", "StatusPassword",
        ],
        ["Kannel:Links" + Each] = ["Id", "From"],
        ["Twilio"] = ["AccountSid", "AuthToken", "NextAuthToken", "ApiBaseUrl", "SmsFrom", "WhatsAppFrom", "Templates", "SendTimeoutSeconds"],
        ["Twilio:Templates"] = ["alert", "reply", "reminder", "broadcast"],
        ["Twilio:Templates" + Each] = ["ar", "en"],
        ["BotFramework"] =
        [
            "AppId", "AppPassword", "TenantId", "Cloud", "Issuer", "OpenIdMetadataUrl", "TokenUrl", "AllowEmulator", "EmulatorMetadataUrl",
            "AllowAnonymous", "Channels", "SendTimeoutSeconds",
        ],
        ["Telemetry"] = ["MetricsToken", "OtlpEndpoint", "OtlpProtocol", "OtlpHeaders", "LogFormat"],
        ["WebChat"] =
        [
            "Enabled", "PublicUrl", "AllowedOrigins", "UploadFolder", "TokensPerMinute", "MaxFileBytes", "MaxFiles",
            "MaxConversationBytes", "MaxTabs", "MaxStreams", "Handles",
        ],
        ["WebChat:Handles" + Each] = ["Name", "Handle"],
    };

    /// <summary>ASP.NET Core's own, which the same file may hold. The environment holds everybody's, so there a section is unknown only when it looks like a slip in one of ours.</summary>
    private static readonly string[] NotOurs =
        ["Kestrel", "Logging", "AllowedHosts", "Urls", "Http_Ports", "Https_Ports", "ForwardedHeaders_Enabled", "ShutdownTimeoutSeconds", "Environment"];

    public static IEnumerable<string> In(IConfiguration configuration) =>
        (from known in Known
         from section in Sections(configuration, known.Key)
         from setting in section.GetChildren()
         where !known.Value.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)
         select $"{Name(section.Path)}__{setting.Key} is no setting. Known: {string.Join(", ", known.Value.Select(name => $"{Name(section.Path)}__{name}"))}.")
        .Concat(UnknownSectionsOfFiles(configuration))
        .Concat(SlipsInSections(configuration));

    private static IEnumerable<string> Ours => Known.Keys.Where(section => !section.Contains(':', StringComparison.Ordinal));

    private static IEnumerable<JsonConfigurationProvider> Files(IConfiguration configuration) =>
        (configuration as IConfigurationRoot)?.Providers.OfType<JsonConfigurationProvider>() ?? [];

    private static bool IsKnown(string section) => Ours.Concat(NotOurs).Contains(section, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> UnknownSectionsOfFiles(IConfiguration configuration) =>
        from provider in Files(configuration)
        from section in provider.GetChildKeys([], null).Distinct(StringComparer.OrdinalIgnoreCase)
        where !IsKnown(section)
        select $"{provider.Source.Path}: \"{section}\" is no section. Known: {string.Join(", ", Ours)}.";

    /// <summary>In the environment a section that begins as one of ours, with a setting of ours in it, is a slip: <c>Dutty__People</c> would leave nobody on duty.</summary>
    private static IEnumerable<string> SlipsInSections(IConfiguration configuration) =>
        from section in configuration.GetChildren()
        where !IsKnown(section.Key) && !Files(configuration).Any(file => file.GetChildKeys([], null).Contains(section.Key, StringComparer.OrdinalIgnoreCase))
        from setting in section.GetChildren()
        let meant = Ours.FirstOrDefault(ours => BeginAlike(ours, section.Key) && Known[ours].Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
        where meant is not null
        select $"{section.Key}__{setting.Key} is no setting. Is {meant}__{setting.Key} meant?";

    private static bool BeginAlike(string ours, string section) =>
        section.Length >= LettersAlike && ours.StartsWith(section[..LettersAlike], StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<IConfigurationSection> Sections(IConfiguration configuration, string pattern) => pattern.EndsWith(Each, StringComparison.Ordinal)
        ? configuration.GetSection(pattern[..^Each.Length]).GetChildren()
        : [configuration.GetSection(pattern)];

    private static string Name(string path) => path.Replace(":", "__", StringComparison.Ordinal);
}
