using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Host.Settings;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>The settings of section <c>Kannel</c>. Every property says its environment name, default and meaning.</summary>
public sealed record KannelOptions
{
    /// <summary>Where smsbox posts what people write.</summary>
    public const string MessagePath = "/webhooks/kannel/message";

    /// <summary>Where smsbox tells what became of our messages.</summary>
    public const string ReportPath = "/webhooks/kannel/report";

    /// <summary>The user name in the addresses that Kannel calls; the secret is the password.</summary>
    public const string WebhookUser = "kannel";

    /// <summary><c>Kannel__SendUrl</c>, no default: smsbox's sendsms, such as <c>http://127.0.0.1:13013/cgi-bin/sendsms</c>. With none of SendUrl, Username, Password, From and WebhookSecret the channel is off.</summary>
    public string? SendUrl { get; init; }

    /// <summary><c>Kannel__Username</c>, no default: the name in smsbox's group sendsms-user.</summary>
    public string? Username { get; init; }

    /// <summary><c>Kannel__Password</c>, no default: the password there. Secret.</summary>
    public string? Password { get; init; }

    /// <summary><c>Kannel__From</c>, no default: our number or short code, as the operator gave it. People write to it and our messages come from it.</summary>
    public string? From { get; init; }

    /// <summary><c>Kannel__Link</c>, no default: the smsc-id, in kannel.conf, of the operator who gave us <see cref="From"/>. Needed with <see cref="Links"/>, so that Kannel does not send from our number by another operator.</summary>
    public string? Link { get; init; }

    /// <summary><c>Kannel__Links__0__Id</c> and <c>…__From</c>, default none: further operators, by smsc-id and our number there. Each is a channel of its own, <c>kannel-ID</c>.</summary>
    public ImmutableArray<KannelLine> Links { get; init; } = [];

    /// <summary><c>Kannel__WebhookSecret</c>, no default: 16 to 256 of A-Z a-z 0-9 _ -, made up by the operator. Secret. The password in the post-url of kannel.conf: all that proves that a message is Kannel's.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary><c>Kannel__AllowedAddresses__0</c>…, default this machine only: network addresses (<c>10.0.0.5</c>) or ranges (<c>10.0.0.0/24</c>) from which smsbox may call.</summary>
    public IReadOnlyList<string> AllowedAddresses { get; init; } = [];

    /// <summary><c>Kannel__CallbackBaseUrl</c>, default the first plain http port that the service listens at, on 127.0.0.1: where smsbox reaches this service with its reports.</summary>
    public string CallbackBaseUrl { get; init; } = "";

    /// <summary><c>Kannel__MaxParts</c>, default 10, 2 to 10: SMS parts of one message. <c>max-messages</c> of sendsms-user must be at least this: what is over it, Kannel cuts off without a word.</summary>
    public int MaxParts { get; init; } = 10;

    /// <summary><c>Kannel__SendTimeoutSeconds</c>, default 20, 1 to 120: how long one send may take before its outcome counts as unknown.</summary>
    public int SendTimeoutSeconds { get; init; } = 20;

    /// <summary><c>Kannel__ReportWaitSeconds</c>, default 120, 10 to 3600: how long a send of unknown outcome waits for a report before it is repeated.</summary>
    public int ReportWaitSeconds { get; init; } = 120;

    /// <summary><c>Kannel__SameWordsSeconds</c>, default 10, 0 to 60: the same words of the same person within this time are one message, since an operator that missed an answer hands in its message again under another id. 0: never.</summary>
    public int SameWordsSeconds { get; init; } = 10;

    /// <summary><c>Kannel__StatusUrl</c>, no default: bearerbox's status page, such as <c>http://127.0.0.1:13000/status.xml</c>; <c>doctor</c> reads it.</summary>
    public string? StatusUrl { get; init; }

    /// <summary><c>Kannel__StatusPassword</c>, no default: the status-password of kannel.conf. Secret.</summary>
    public string? StatusPassword { get; init; }

    /// <summary>Settings that could not be read at all, as <see cref="Validate"/> reports them.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>True as soon as anybody tried to turn it on: half a configuration is a fault, not an absent channel.</summary>
    public bool IsOn => (SendUrl ?? Username ?? Password ?? From ?? WebhookSecret) is not null;

    /// <summary>Never the secrets: a record would print all of itself into the first log line that names it.</summary>
    public override string ToString() => IsOn ? "Kannel on" : "Kannel off";

    public static KannelOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Kannel");
        var unreadable = new List<string>();
        return new KannelOptions
        {
            SendUrl = Blank(section["SendUrl"]),
            Username = Blank(section["Username"]),
            Password = Blank(section["Password"]),
            From = Blank(section["From"]),
            Link = Blank(section["Link"]),
            Links = [.. section.GetSection("Links").GetChildren().Select(LineOf)],
            WebhookSecret = Blank(section["WebhookSecret"]),
            AllowedAddresses = [.. section.GetSection("AllowedAddresses").GetChildren().Select(child => Blank(child.Value)).OfType<string>()],
            CallbackBaseUrl = Blank(section["CallbackBaseUrl"])?.TrimEnd('/') ?? OwnAddress(configuration),
            MaxParts = Number(section, "MaxParts", 10, 2, 10, unreadable),
            SendTimeoutSeconds = Number(section, "SendTimeoutSeconds", 20, 1, 120, unreadable),
            ReportWaitSeconds = Number(section, "ReportWaitSeconds", 120, 10, 3600, unreadable),
            SameWordsSeconds = Number(section, "SameWordsSeconds", 10, 0, 60, unreadable),
            StatusUrl = Blank(section["StatusUrl"]),
            StatusPassword = Blank(section["StatusPassword"]),
            Unreadable = unreadable,
        };
    }

    /// <summary>Every fault, one readable line each: what, where, how to mend it. Empty when all is well. Never repeats a secret.</summary>
    public IReadOnlyList<string> Validate() => KannelOptionFaults.Of(this);

    private static KannelLine LineOf(IConfigurationSection link)
    {
        var id = Blank(link["Id"]) ?? "";
        return new KannelLine(KannelLine.NameOf(id), Blank(link["From"]) ?? "", id);
    }

    /// <summary>The first plain address that the service listens at, as this machine reaches it; empty when it listens by https only.</summary>
    private static string OwnAddress(IConfiguration configuration)
    {
        foreach (var url in ListeningAddresses.Of(configuration).Where(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)))
        {
            var binding = BindingAddress.Parse(url);
            var anywhere = binding.Host is "*" or "+" or "localhost" or "0.0.0.0" or "[::]";
            return $"http://{(anywhere ? "127.0.0.1" : binding.Host)}:{binding.Port.ToString(CultureInfo.InvariantCulture)}";
        }

        return "";
    }

    private static int Number(IConfigurationSection section, string name, int usual, int least, int most, List<string> unreadable)
    {
        if (Blank(section[name]) is not { } text)
        {
            return usual;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        unreadable.Add($"Kannel__{name} is \"{text}\". Use a whole number from {least} to {most}, or leave it out ({usual} then).");
        return usual;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
