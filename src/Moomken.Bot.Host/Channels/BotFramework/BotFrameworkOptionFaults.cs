using Moomken.Bot.Host.Settings;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>What is wrong with the settings, as lines for the operator.</summary>
internal static class BotFrameworkOptionFaults
{
    private const string Off = "To turn the channel off, remove BotFramework__AppId, __AppPassword and __AllowAnonymous.";

    public static IReadOnlyList<string> Of(BotFrameworkOptions options)
    {
        var faults = new List<string>(options.Unreadable);
        if (options.AppId is null && options.AppPassword is not null)
        {
            faults.Add("BotFramework__AppId is missing, and BotFramework__AppPassword is set. Copy the Microsoft App ID from the Azure Bot's page Configuration.");
        }

        if (!options.IsOn)
        {
            return faults;
        }

        if (options.AppId is not null)
        {
            CheckCredentials(options, faults);
        }

        CheckCloud(options, faults);
        CheckAddress("OpenIdMetadataUrl", options.OpenIdMetadataUrl, faults);
        CheckAddress("TokenUrl", options.TokenAddress, faults);
        CheckAddress("EmulatorMetadataUrl", options.EmulatorMetadataUrl, faults);
        CheckAddress("Issuer", options.Issuer, faults);
        if (options.Channels.Any(channel => channel.Length == 0))
        {
            faults.Add("BotFramework__Channels has an empty entry. Write a channel id such as msteams or webchat, or remove the entry.");
        }

        return faults;
    }

    /// <summary>
    /// Without proof anybody can report anything as anybody, so it is for a developer's own machine: environment Development,
    /// loopback addresses, and no proxy that would make the whole world look like loopback.
    /// </summary>
    public static IEnumerable<string> OfAnonymous(BotFrameworkOptions options, IConfiguration configuration)
    {
        if (!options.AllowAnonymous)
        {
            yield break;
        }

        if (options.AppId is not null)
        {
            yield return "BotFramework__AllowAnonymous is true, and BotFramework__AppId is set. Remove one of them: with an app id every activity must prove where it comes from.";
        }

        if (!string.Equals(configuration["environment"], "Development", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"BotFramework__AllowAnonymous is true outside Development: anybody could post false reports. Set BotFramework__AppId and __AppPassword, or on your own machine ASPNETCORE_ENVIRONMENT=Development. {Off}";
        }

        if (configuration["Moomken:PublicBaseUrl"] is { Length: > 0 } url && !WebAddress.IsLoopback(url))
        {
            yield return "BotFramework__AllowAnonymous is true, and Moomken__PublicBaseUrl says that this service is reached from outside. Remove one of them.";
        }

        // http://*:5080 and http://+:5080 are no addresses at all to Uri, and so not loopback.
        if (ListeningAddresses.Of(configuration).Any(url => !WebAddress.IsLoopback(url)))
        {
            yield return "BotFramework__AllowAnonymous is true, and the service listens on more than this machine. Set ASPNETCORE_URLS to http://localhost:5080, and remove ASPNETCORE_HTTP_PORTS and Kestrel__Endpoints.";
        }
    }

    private static void CheckCredentials(BotFrameworkOptions options, List<string> faults)
    {
        if (!Guid.TryParseExact(options.AppId, "D", out _))
        {
            faults.Add("BotFramework__AppId is no app id (11111111-2222-3333-4444-555555555555). Copy the Microsoft App ID from the Azure Bot's page Configuration.");
        }

        if (options.AppPassword is null)
        {
            faults.Add("BotFramework__AppPassword is missing; without it nothing can be answered. Make a client secret at the app registration, page Certificates & secrets, and copy its value (not its id).");
        }

        if (options.TenantId is not null && !Guid.TryParseExact(options.TenantId, "D", out _))
        {
            faults.Add("BotFramework__TenantId is no tenant id (11111111-2222-3333-4444-555555555555). Copy the App Tenant ID from the Azure Bot's page Configuration, or leave it out for a multi-tenant bot.");
        }
    }

    /// <summary>One address left over from another cloud, and everything is refused: with 401 what comes in, or what goes out.</summary>
    private static void CheckCloud(BotFrameworkOptions options, List<string> faults)
    {
        (string Name, string Value)[] given = [("Issuer", options.Issuer), ("OpenIdMetadataUrl", options.OpenIdMetadataUrl), ("TokenUrl", options.TokenAddress), ("EmulatorMetadataUrl", options.EmulatorMetadataUrl)];
        faults.AddRange(
            from other in BotFrameworkCloud.All
            where other != options.Cloud
            from address in given
            where HostOf(address.Value) is { } host && new[] { other.Issuer, other.OpenIdMetadataUrl, other.Login }.Any(theirs => HostOf(theirs) == host)
            select $"BotFramework__{address.Name} is of the cloud {other.Name}, and BotFramework__Cloud is {options.Cloud.Name}. Leave BotFramework__{address.Name} out, or set BotFramework__Cloud to {other.Name}.");
    }

    private static string? HostOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Host : null;

    private static void CheckAddress(string name, string value, List<string> faults)
    {
        if (!WebAddress.IsUsable(value))
        {
            faults.Add($"BotFramework__{name} must be an https address without a query. Leave it out to use that of BotFramework__Cloud.");
        }
    }
}
