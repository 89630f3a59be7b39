using System.Globalization;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>The settings of section <c>BotFramework</c>. Every property says its environment name, default and meaning.</summary>
public sealed record BotFrameworkOptions
{
    /// <summary>Where the connector posts activities, under <c>Moomken__PublicBaseUrl</c>. The one path that every Bot Framework bot has.</summary>
    public const string Path = "/api/messages";

    /// <summary>Our account in addresses while there is no app id.</summary>
    public const string AnonymousAccount = "anonymous";

    /// <summary><c>BotFramework__AppId</c>, no default: the application (client) id of the Azure Bot. Without it the channel is off.</summary>
    public string? AppId { get; init; }

    /// <summary><c>BotFramework__AppPassword</c>, no default: a client secret of that application. Secret.</summary>
    public string? AppPassword { get; init; }

    /// <summary><c>BotFramework__TenantId</c>, no default: the directory (tenant) id of a single-tenant bot, which every newer one is. Left out for a multi-tenant bot.</summary>
    public string? TenantId { get; init; }

    /// <summary><c>BotFramework__Cloud</c>, default <c>Public</c>; or <c>UsGovernment</c>: where the Azure Bot lies. The four addresses below follow from it.</summary>
    public BotFrameworkCloud Cloud { get; init; } = BotFrameworkCloud.Public;

    /// <summary><c>BotFramework__Issuer</c>, default that of <see cref="Cloud"/>: who signs what the connector posts, and whom our own tokens are for.</summary>
    public string Issuer { get => field ?? Cloud.Issuer; init; }

    /// <summary><c>BotFramework__OpenIdMetadataUrl</c>, default that of <see cref="Cloud"/>: where the connector's keys are found.</summary>
    public string OpenIdMetadataUrl { get => field ?? Cloud.OpenIdMetadataUrl; init; }

    /// <summary><c>BotFramework__TokenUrl</c>, default that of <see cref="Cloud"/> for the tenant: where our own tokens are fetched.</summary>
    public string? TokenUrl { get; init; }

    /// <summary><c>BotFramework__AllowEmulator</c>, default false: true also takes tokens made with our own credentials, as the Emulator makes them. Nothing in them proves the service URL.</summary>
    public bool AllowEmulator { get; init; }

    /// <summary><c>BotFramework__EmulatorMetadataUrl</c>, default that of <see cref="Cloud"/>: where the keys of such tokens are found.</summary>
    public string EmulatorMetadataUrl { get => field ?? Cloud.EmulatorMetadataUrl; init; }

    /// <summary><c>BotFramework__AllowAnonymous</c>, default false: true takes activities without any proof, from this machine only. Only in Development and without an app id.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary><c>BotFramework__Channels__0</c> …, no default: channel ids that are taken (<c>msteams</c>, <c>webchat</c>). Empty: all that the connector vouches for.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary><c>BotFramework__SendTimeoutSeconds</c>, default 20, 1 to 120: how long one send may take before its outcome counts as unknown.</summary>
    public int SendTimeoutSeconds { get; init; } = 20;

    /// <summary>What was wrong while reading, as <see cref="Validate"/> reports it.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    public string TokenAddress => TokenUrl ?? Cloud.TokenUrl(TenantId);

    public bool IsOn => AppId is not null || AllowAnonymous;

    /// <summary>Our side of every address.</summary>
    public string Account => AppId ?? AnonymousAccount;

    /// <summary>
    /// Whether a service URL on this very machine makes sense: only for the Emulator, and where the keys lie on this machine
    /// too (tests). Microsoft's connector has none.
    /// </summary>
    public bool MayAnswerLoopback => AllowAnonymous || AllowEmulator || WebAddress.IsLoopback(OpenIdMetadataUrl);

    /// <summary>Never the secret: a record would print all of itself into the first log line that names it.</summary>
    public override string ToString() => $"BotFramework {(IsOn ? "on" : "off")}";

    public static BotFrameworkOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("BotFramework");
        var unreadable = new List<string>();
        var options = new BotFrameworkOptions
        {
            AppId = Blank(section["AppId"]),
            AppPassword = Blank(section["AppPassword"]),
            TenantId = Blank(section["TenantId"]),
            Cloud = CloudOf(section, unreadable),
            Issuer = Blank(section["Issuer"])!,
            OpenIdMetadataUrl = Blank(section["OpenIdMetadataUrl"])!,
            TokenUrl = Blank(section["TokenUrl"]),
            AllowEmulator = Flag(section, "AllowEmulator", unreadable),
            EmulatorMetadataUrl = Blank(section["EmulatorMetadataUrl"])!,
            AllowAnonymous = Flag(section, "AllowAnonymous", unreadable),
            Channels = [.. section.GetSection("Channels").GetChildren().Select(entry => entry.Value?.Trim() ?? "")],
            SendTimeoutSeconds = Seconds(section, unreadable),
        };
        return options with { Unreadable = [.. unreadable, .. BotFrameworkOptionFaults.OfAnonymous(options, configuration)] };
    }

    /// <summary>Every fault, one readable line each; empty when the channel is off.</summary>
    public IReadOnlyList<string> Validate() => BotFrameworkOptionFaults.Of(this);

    private static BotFrameworkCloud CloudOf(IConfigurationSection section, List<string> unreadable)
    {
        var name = Blank(section["Cloud"]) ?? BotFrameworkCloud.Public.Name;
        if (BotFrameworkCloud.Named(name) is { } cloud)
        {
            return cloud;
        }

        unreadable.Add($"BotFramework__Cloud is \"{name}\". Use {string.Join(" or ", BotFrameworkCloud.All.Select(known => known.Name))}, or leave it out ({BotFrameworkCloud.Public.Name} then).");
        return BotFrameworkCloud.Public;
    }

    private static bool Flag(IConfigurationSection section, string name, List<string> unreadable)
    {
        if (Blank(section[name]) is { } text && !bool.TryParse(text, out _))
        {
            unreadable.Add($"BotFramework__{name} is \"{text}\". Use true or false, or leave it out (false then).");
        }

        return bool.TryParse(section[name], out var flag) && flag;
    }

    private static int Seconds(IConfigurationSection section, List<string> unreadable)
    {
        if (Blank(section["SendTimeoutSeconds"]) is not { } text)
        {
            return 20;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 120)
        {
            return seconds;
        }

        unreadable.Add($"BotFramework__SendTimeoutSeconds is \"{text}\". Use a whole number from 1 to 120, or leave it out (20 then).");
        return 20;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
