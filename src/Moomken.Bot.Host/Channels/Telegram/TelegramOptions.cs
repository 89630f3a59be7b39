namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>The settings of section <c>Telegram</c>. Every property says its environment name, default and meaning.</summary>
public sealed record TelegramOptions
{
    public const string PublicApi = "https://api.telegram.org";

    /// <summary>Where Telegram posts updates, under <c>Moomken__PublicBaseUrl</c>.</summary>
    public const string WebhookPath = "/webhooks/telegram";

    /// <summary><c>Telegram__BotToken</c>, no default: the token that @BotFather gave (<c>123456789:AA…</c>). Secret. Without it the channel is off.</summary>
    public string? BotToken { get; init; }

    /// <summary>
    /// <c>Telegram__WebhookSecret</c>, no default: 16 to 256 of A-Z a-z 0-9 _ -, made up by the operator. Secret. Telegram sends it
    /// with every update; it is all that proves that an update is Telegram's. Needed in mode Webhook.
    /// </summary>
    public string? WebhookSecret { get; init; }

    /// <summary><c>Telegram__ApiBaseUrl</c>, default <see cref="PublicApi"/>: another one for a Bot API server of your own.</summary>
    public string ApiBaseUrl { get; init; } = PublicApi;

    /// <summary><c>Telegram__Mode</c>: Webhook, Polling or Off. Default: Off without a token; with one, Webhook when <c>Moomken__PublicBaseUrl</c> is set, else Polling.</summary>
    public TelegramMode Mode { get; init; }

    /// <summary>
    /// <c>Telegram__ProtectContent</c>, default false: true forbids forwarding, copying and saving our messages. Off, because a person
    /// must be able to copy a case code and pass on an emergency number, and a screenshot by another phone beats it anyway.
    /// </summary>
    public bool ProtectContent { get; init; }

    /// <summary><c>Telegram__MaxConnections</c>, default 40, 1 to 100: how many updates Telegram may post at once. Mode Webhook only.</summary>
    public int MaxConnections { get; init; } = 40;

    /// <summary><c>Telegram__SendTimeoutSeconds</c>, default 20, 1 to 120: how long one send may take before its outcome counts as unknown.</summary>
    public int SendTimeoutSeconds { get; init; } = 20;

    /// <summary><c>Moomken__PublicBaseUrl</c>, no default: where this service is reached from outside.</summary>
    public string? PublicBaseUrl { get; init; }

    /// <summary>Settings that could not be read at all, as <see cref="Validate"/> reports them.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>The part of the token before the colon. Only of options that <see cref="Validate"/> found right, and not in mode Off.</summary>
    public long BotId => long.Parse(BotToken!.AsSpan(0, BotToken!.IndexOf(':')));

    public Uri WebhookUrl => new(PublicBaseUrl!.TrimEnd('/') + WebhookPath);

    /// <summary>Never the secrets: a record would print all of itself into the first log line that names it.</summary>
    public override string ToString() => $"Telegram {Mode}";

    public static TelegramOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Telegram");
        var unreadable = new List<string>();
        var token = Blank(section["BotToken"]);
        var publicUrl = Blank(configuration["Moomken:PublicBaseUrl"]);
        return new TelegramOptions
        {
            BotToken = token,
            WebhookSecret = Blank(section["WebhookSecret"]),
            ApiBaseUrl = Blank(section["ApiBaseUrl"]) ?? PublicApi,
            Mode = ReadMode(section["Mode"], token, publicUrl, unreadable),
            ProtectContent = Setting(section, "ProtectContent", false, bool.TryParse, "true or false", unreadable),
            MaxConnections = Setting<int>(section, "MaxConnections", 40, int.TryParse, "a whole number", unreadable),
            SendTimeoutSeconds = Setting<int>(section, "SendTimeoutSeconds", 20, int.TryParse, "a whole number", unreadable),
            PublicBaseUrl = publicUrl,
            Unreadable = unreadable,
        };
    }

    /// <summary>Every fault, one readable line each: what, where, how to mend it. Empty when all is well. Never repeats a secret.</summary>
    public IReadOnlyList<string> Validate() => TelegramOptionFaults.Of(this);

    private static TelegramMode ReadMode(string? text, string? token, string? publicUrl, List<string> unreadable)
    {
        var usual = token is null ? TelegramMode.Off : publicUrl is null ? TelegramMode.Polling : TelegramMode.Webhook;
        if (Blank(text) is not { } word)
        {
            return usual;
        }

        // Enum.TryParse takes "1" and "Off,Polling" too; only the three words are settings.
        foreach (var mode in Enum.GetValues<TelegramMode>())
        {
            if (string.Equals(mode.ToString(), word, StringComparison.OrdinalIgnoreCase))
            {
                return mode;
            }
        }

        unreadable.Add($"Telegram__Mode is \"{word}\". Use Webhook, Polling or Off, or leave it out ({usual} then).");
        return usual;
    }

    private delegate bool TryParse<T>(string text, out T value);

    private static T Setting<T>(IConfigurationSection section, string name, T usual, TryParse<T> parse, string allowed, List<string> unreadable)
    {
        if (Blank(section[name]) is not { } text)
        {
            return usual;
        }

        if (parse(text, out var value))
        {
            return value;
        }

        unreadable.Add($"Telegram__{name} is \"{text}\". Use {allowed}, or leave it out ({usual} then).");
        return usual;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
