using System.Collections.Immutable;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>One of Microsoft's clouds: a bot that lies in one is signed for, and given tokens, in that one only.</summary>
/// <param name="Name">As <c>BotFramework__Cloud</c> calls it.</param>
/// <param name="Issuer">Who signs what the connector posts, and whom our tokens are for.</param>
/// <param name="OpenIdMetadataUrl">Where the connector's keys are found.</param>
/// <param name="EmulatorMetadataUrl">Where the keys of the Emulator's tokens are found.</param>
/// <param name="Login">Where tokens are given out.</param>
/// <param name="SharedTenant">The tenant of a multi-tenant bot's tokens.</param>
/// <param name="EmulatorTenants">Microsoft's own tenants, in which the Emulator's tokens are made.</param>
public sealed record BotFrameworkCloud(
    string Name, string Issuer, string OpenIdMetadataUrl, string EmulatorMetadataUrl, string Login, string SharedTenant, ImmutableArray<string> EmulatorTenants)
{
    public static readonly BotFrameworkCloud Public = new(
        "Public",
        "https://api.botframework.com",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "https://login.microsoftonline.com/botframework.com/v2.0/.well-known/openid-configuration",
        "https://login.microsoftonline.com",
        "botframework.com",
        ["d6d49420-f39b-4df7-a1dc-d59a935871db", "f8cdef31-a31e-4b4a-93e4-5f571e91255a"]);

    /// <summary>Azure Government of the United States.</summary>
    public static readonly BotFrameworkCloud UsGovernment = new(
        "UsGovernment",
        "https://api.botframework.us",
        "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        "https://login.microsoftonline.us/cab8a31a-1906-4287-a0d8-4eef66b95f6e/v2.0/.well-known/openid-configuration",
        "https://login.microsoftonline.us",
        "MicrosoftServices.onmicrosoft.us",
        ["cab8a31a-1906-4287-a0d8-4eef66b95f6e", "f8cdef31-a31e-4b4a-93e4-5f571e91255a"]);

    public static readonly ImmutableArray<BotFrameworkCloud> All = [Public, UsGovernment];

    public static BotFrameworkCloud? Named(string name) => All.FirstOrDefault(cloud => cloud.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <param name="tenant">Null for a multi-tenant bot.</param>
    public string TokenUrl(string? tenant) => $"{Login}/{tenant ?? SharedTenant}/oauth2/v2.0/token";

    /// <summary>Who has signed a token of that tenant, in either version.</summary>
    public IEnumerable<string> IssuersOf(string tenant) => [$"https://sts.windows.net/{tenant}/", $"{Login}/{tenant}/v2.0"];
}
