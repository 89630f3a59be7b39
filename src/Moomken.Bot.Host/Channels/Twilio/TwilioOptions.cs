using System.Collections.Immutable;
using System.Globalization;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>The settings of section <c>Twilio</c>. Every property says its environment name, default and meaning.</summary>
public sealed record TwilioOptions
{
    public const string PublicApi = "https://api.twilio.com";

    /// <summary>Where buttons and lists are made. A server that stands in for <see cref="PublicApi"/> stands in for this one too.</summary>
    public const string PublicContentApi = "https://content.twilio.com";

    /// <summary>Where Twilio posts messages, under <c>Moomken__PublicBaseUrl</c>.</summary>
    public const string MessagePath = "/webhooks/twilio/message";

    /// <summary>Where Twilio posts what became of a message of ours. Sent along with each; nothing to set at Twilio.</summary>
    public const string StatusPath = "/webhooks/twilio/status";

    /// <summary><c>Twilio__AccountSid</c>, no default: <c>AC</c> and 32 hexadecimal digits, from the Twilio console. Without it both channels are off.</summary>
    public string? AccountSid { get; init; }

    /// <summary><c>Twilio__AuthToken</c>, no default: of the account that owns the numbers. Secret. Signs Twilio's webhooks and our calls.</summary>
    public string? AuthToken { get; init; }

    /// <summary><c>Twilio__NextAuthToken</c>, no default: the secondary token while you change tokens; both are then good. Secret.</summary>
    public string? NextAuthToken { get; init; }

    /// <summary><c>Twilio__ApiBaseUrl</c>, default <see cref="PublicApi"/>.</summary>
    public string ApiBaseUrl { get; init; } = PublicApi;

    /// <summary><c>Twilio__SmsFrom</c>, no default: a number (<c>+15005550006</c>), a messaging service (<c>MG…</c>) or a sender name of at most 11 letters, which cannot be answered. Turns on <c>twilio-sms</c>.</summary>
    public string? SmsFrom { get; init; }

    /// <summary><c>Twilio__WhatsAppFrom</c>, no default: the WhatsApp sender's number (<c>+14155238886</c>). Turns on <c>whatsapp</c>.</summary>
    public string? WhatsAppFrom { get; init; }

    /// <summary>
    /// <c>Twilio__Templates__alert__ar</c> and so on, no default: the approved template (<c>HX…</c>) in which a message goes to somebody
    /// who has not written for 24 hours. Names: alert, reply, reminder, broadcast. Languages: ar, en. <c>{{1}}</c> is the message.
    /// </summary>
    public ImmutableArray<TwilioTemplate> Templates { get; init; } = [];

    /// <summary><c>Twilio__SendTimeoutSeconds</c>, default 20, 1 to 120: how long one send may take before its outcome counts as unknown.</summary>
    public int SendTimeoutSeconds { get; init; } = 20;

    /// <summary><c>Moomken__PublicBaseUrl</c>, no default: where this service is reached from outside. What Twilio signs begins with it.</summary>
    public string? PublicBaseUrl { get; init; }

    /// <summary>Settings that could not be read at all, as <see cref="Validate"/> reports them.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>True when anything asks for one of the channels.</summary>
    public bool IsOn => (AccountSid ?? AuthToken ?? SmsFrom ?? WhatsAppFrom) is not null;

    /// <summary>A server in the place of Twilio's own.</summary>
    public bool IsStandIn => ApiBaseUrl.TrimEnd('/') != PublicApi;

    public Uri Api => new(ApiBaseUrl.TrimEnd('/'));

    public Uri ContentApi => IsStandIn ? Api : new Uri(PublicContentApi);

    public Uri MessageUrl => new(PublicBaseUrl!.TrimEnd('/') + MessagePath);

    /// <summary>Those that a signature may have been made with.</summary>
    public IEnumerable<string> Tokens() => new[] { AuthToken, NextAuthToken }.OfType<string>();

    /// <summary>Never the secrets: a record would print all of itself into the first log line that names it.</summary>
    public override string ToString() => $"Twilio {(IsOn ? "on" : "off")}";

    public static TwilioOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Twilio");
        var unreadable = new List<string>();
        return new TwilioOptions
        {
            AccountSid = Blank(section["AccountSid"]),
            AuthToken = Blank(section["AuthToken"]),
            NextAuthToken = Blank(section["NextAuthToken"]),
            ApiBaseUrl = Blank(section["ApiBaseUrl"]) ?? PublicApi,
            SmsFrom = Blank(section["SmsFrom"]),
            WhatsAppFrom = WithoutPrefix(Blank(section["WhatsAppFrom"])),
            Templates = ReadTemplates(section.GetSection("Templates"), unreadable),
            SendTimeoutSeconds = Seconds(Blank(section["SendTimeoutSeconds"]), unreadable),
            PublicBaseUrl = Blank(configuration["Moomken:PublicBaseUrl"]),
            Unreadable = unreadable,
        };
    }

    /// <summary>Every fault, one readable line each: what, where, how to mend it. Empty when all is well. Never repeats a secret.</summary>
    public IReadOnlyList<string> Validate() => TwilioOptionFaults.Of(this);

    /// <summary>Names and languages that are none are reported with the other unknown settings.</summary>
    private static ImmutableArray<TwilioTemplate> ReadTemplates(IConfigurationSection section, List<string> unreadable)
    {
        unreadable.AddRange(section.GetChildren().Where(name => name.Value is { Length: > 0 })
            .Select(name => $"Twilio__Templates__{name.Key} needs a language: set Twilio__Templates__{name.Key}__ar and Twilio__Templates__{name.Key}__en."));
        return
        [
            .. from name in section.GetChildren()
               from language in name.GetChildren()
               where Blank(language.Value) is not null
               let template = TwilioTemplate.Read(name.Key, language.Key, language.Value!.Trim())
               where template is not null
               select template,
        ];
    }

    private static int Seconds(string? text, List<string> unreadable)
    {
        if (text is null)
        {
            return 20;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 120)
        {
            return seconds;
        }

        unreadable.Add($"Twilio__SendTimeoutSeconds is \"{text}\". Use a whole number from 1 to 120, or leave it out (20 then).");
        return 20;
    }

    /// <summary>Twilio's own pages write the sender with its prefix; pasted whole it is right as well.</summary>
    private static string? WithoutPrefix(string? sender) =>
        sender?.StartsWith(TwilioLine.WhatsAppPrefix, StringComparison.Ordinal) == true ? sender[TwilioLine.WhatsAppPrefix.Length..] : sender;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
