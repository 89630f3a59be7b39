using Microsoft.Extensions.Configuration;
using Moomken.Bot.Host.Settings;
using Xunit;

namespace Moomken.Bot.Host.Tests.Settings;

public class ListeningAddressesTests
{
    [Fact]
    public void The_first_of_the_web_servers_settings_wins()
    {
        Assert.Equal(["http://localhost:5080"], ListeningAddresses.Of(Settings()));
        Assert.Equal(["http://*:8080", "https://*:8443"], ListeningAddresses.Of(Settings(("http_ports", "8080"), ("https_ports", "8443"))));
        Assert.Equal(["http://a:1", "http://b:2"], ListeningAddresses.Of(Settings(("http_ports", "8080"), ("urls", "http://a:1; http://b:2"))));
        Assert.Equal(["http://c:3"], ListeningAddresses.Of(Settings(("urls", "http://a:1"), ("Kestrel:Endpoints:Web:Url", "http://c:3"))));
    }

    [Theory]
    [InlineData("http://localhost:5080", 0)]
    [InlineData("http://*:80;https://+:443;http://[::]:8080;http://0.0.0.0:81/;http://unix:/run/moomken.sock", 0)]
    [InlineData("localhost:5080", 1)]
    [InlineData("foo", 1)]
    [InlineData("5080", 1)]
    [InlineData("http://localhost:99999", 1)]
    [InlineData("ftp://localhost:21;http://localhost:5080;http://x:y", 2)]
    [InlineData("http://localhost:5080/bot", 1)]
    public void What_is_no_address_is_named_before_anything_starts(string urls, int faults)
    {
        var found = ListeningAddresses.Faults(Settings(("urls", urls))).ToList();

        Assert.Equal(faults, found.Count);
        Assert.All(found, fault => Assert.Contains("http://localhost:5080", fault, StringComparison.Ordinal));
    }

    private static IConfiguration Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
