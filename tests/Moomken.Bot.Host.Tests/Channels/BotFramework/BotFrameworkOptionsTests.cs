using Microsoft.Extensions.Configuration;
using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Host.Channels.BotFramework;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

public sealed class BotFrameworkOptionsTests
{
    private static readonly (string, string)[] Right = [("BotFramework:AppId", FakeConnector.AppId), ("BotFramework:AppPassword", "x~y")];

    [Fact]
    public void Without_settings_it_is_off_and_says_how_to_turn_it_on()
    {
        var options = Read();
        Assert.False(options.IsOn);
        Assert.Empty(options.Validate());
        Assert.Contains("BotFramework__AppId", options.StatusLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void App_and_secret_are_enough_and_the_tenant_names_the_token_address()
    {
        Assert.Empty(Read(Right).Validate());
        Assert.Equal("https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token", Read(Right).TokenAddress);
        Assert.Equal(
            "https://login.microsoftonline.com/aaaaaaaa-0000-0000-0000-000000000001/oauth2/v2.0/token",
            Read([.. Right, ("BotFramework:TenantId", "aaaaaaaa-0000-0000-0000-000000000001")]).TokenAddress);
    }

    [Fact]
    public void The_cloud_of_the_US_government_has_addresses_of_its_own()
    {
        var options = Read([.. Right, ("BotFramework:Cloud", "usgovernment")]);
        Assert.Empty(options.Validate());
        Assert.Equal("https://api.botframework.us", options.Issuer);
        Assert.Equal("https://login.botframework.azure.us/v1/.well-known/openidconfiguration", options.OpenIdMetadataUrl);
        Assert.Equal("https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us/oauth2/v2.0/token", options.TokenAddress);
        Assert.Equal(
            "https://login.microsoftonline.us/aaaaaaaa-0000-0000-0000-000000000001/oauth2/v2.0/token",
            Read([.. Right, ("BotFramework:Cloud", "UsGovernment"), ("BotFramework:TenantId", "aaaaaaaa-0000-0000-0000-000000000001")]).TokenAddress);
        Assert.Contains("UsGovernment", options.StatusLine(), StringComparison.Ordinal);
        Assert.DoesNotContain("UsGovernment", Read(Right).StatusLine(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cloud", "China", "Use Public or UsGovernment")]
    [InlineData("Issuer", "https://api.botframework.us", "set BotFramework__Cloud to UsGovernment")]
    [InlineData("OpenIdMetadataUrl", "https://login.botframework.azure.us/v1/.well-known/openidconfiguration", "set BotFramework__Cloud to UsGovernment")]
    [InlineData("TokenUrl", "https://login.microsoftonline.us/x/oauth2/v2.0/token", "set BotFramework__Cloud to UsGovernment")]
    public void A_cloud_that_is_wrong_or_mixed_with_another_is_a_fault(string name, string value, string mend)
    {
        var fault = Assert.Single(Read([.. Right, ($"BotFramework:{name}", value)]).Validate());
        Assert.StartsWith($"BotFramework__{name} is ", fault, StringComparison.Ordinal);
        Assert.Contains(mend, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_at_once_and_no_secret_is_shown()
    {
        var options = Read(
            ("BotFramework:AppId", "moomken-bot"),
            ("BotFramework:TenantId", "moomken.ly"),
            ("BotFramework:OpenIdMetadataUrl", "http://login.example/x"),
            ("BotFramework:TokenUrl", "login"),
            ("BotFramework:AllowEmulator", "maybe"),
            ("BotFramework:SendTimeoutSeconds", "0"),
            ("BotFramework:Channels:0", " "));
        Assert.Equal(
            ["AllowEmulator", "SendTimeoutSeconds", "AppId", "AppPassword", "TenantId", "OpenIdMetadataUrl", "TokenUrl", "Channels"],
            options.Validate().Select(fault => fault["BotFramework__".Length..].Split(' ')[0]));
        Assert.DoesNotContain("x~y", Read(Right).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_without_an_app_is_a_fault() => Assert.Single(Read(("BotFramework:AppPassword", "x~y")).Validate());

    [Theory]
    [InlineData("", "", "", 1)]
    [InlineData("Production", "", "", 1)]
    [InlineData("Development", "", "", 0)]
    [InlineData("Development", "http://localhost:5080;http://127.0.0.1:5081", "http://localhost:5080", 0)]
    [InlineData("Development", "http://0.0.0.0:5080", "", 1)]
    [InlineData("Development", "http://*:5080", "", 1)]
    [InlineData("Development", "http://+:5080", "", 1)]
    [InlineData("Development", "http://localhost:5080;http://192.168.1.2:5080", "", 1)]
    [InlineData("Development", "", "https://bot.example.org", 1)]
    [InlineData("Production", "http://0.0.0.0:80", "https://bot.example.org", 3)]
    public void Without_proof_it_starts_only_in_Development_and_on_this_machine(string environment, string urls, string publicUrl, int faults)
    {
        var options = Read(("BotFramework:AllowAnonymous", "true"), ("environment", environment), ("urls", urls), ("Moomken:PublicBaseUrl", publicUrl));
        Assert.Equal(faults, options.Validate().Count);
        Assert.Equal(faults + 1, Read([.. Right, ("BotFramework:AllowAnonymous", "true"), ("environment", environment), ("urls", urls), ("Moomken:PublicBaseUrl", publicUrl)]).Validate().Count);
    }

    [Theory]
    [InlineData("http_ports", "8080", 1)]
    [InlineData("https_ports", "8443", 1)]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://*:5080", 1)]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://localhost:5090", 0)]
    public void Without_proof_it_starts_on_this_machine_only_however_the_address_is_set(string setting, string value, int faults) =>
        Assert.Equal(faults, Read(("BotFramework:AllowAnonymous", "true"), ("environment", "Development"), (setting, value)).Validate().Count);

    private static BotFrameworkOptions Read(params (string Key, string Value)[] settings) => BotFrameworkOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
}
