namespace Moomken.Bot.Host.Settings;

/// <summary>A misspelt setting must not be ignored silently: election night is no time to find out that a secret was never read.</summary>
internal static class UnknownSettings
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Moomken"] = ["DataDirectory", "ContentDirectory", "DialogsDirectory", "PublicBaseUrl", "KeepMonths", "DutyPhone", "DemoData"],
        ["Duty"] = ["EscalateAfterMinutes", "People"],
        ["Telegram"] = ["BotToken", "WebhookSecret", "ApiBaseUrl", "Mode", "ProtectContent", "MaxConnections", "SendTimeoutSeconds"],
    };

    public static IEnumerable<string> In(IConfiguration configuration) =>
        from section in Known
        from setting in configuration.GetSection(section.Key).GetChildren()
        where !section.Value.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)
        select $"{section.Key}__{setting.Key} is no setting. Known: {string.Join(", ", section.Value.Select(name => $"{section.Key}__{name}"))}.";
}
