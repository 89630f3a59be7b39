using Microsoft.Extensions.Configuration;
using Moomken.Bot.Host.Channels.Kannel;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Kannel;

public sealed class KannelOptionsTests
{
    [Fact]
    public void Without_settings_it_is_off_and_says_how_to_turn_it_on()
    {
        var options = KannelOptions.Read(new ConfigurationBuilder().Build());
        Assert.False(options.IsOn);
        Assert.Empty(options.Validate());
        Assert.Contains("Kannel__SendUrl", options.StatusLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Right_settings_have_no_fault_and_the_line_shows_no_secret()
    {
        var options = Read();
        Assert.True(options.IsOn);
        Assert.Empty(options.Validate());
        Assert.Equal("Kannel: on, SMS to and from 12345; smsbox posts to http://127.0.0.1:5080/webhooks/kannel/message", options.StatusLine());
        Assert.DoesNotContain(KannelBot.Secret, $"{options} {options.StatusLine()}", StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_configuration_tells_everything_that_is_missing_at_once()
    {
        var faults = Read("SendUrl", null, "Username", null, "Password", null, "WebhookSecret", null).Validate();
        Assert.Equal(4, faults.Count);
        foreach (var name in new[] { "SendUrl", "Username", "Password", "WebhookSecret" })
        {
            Assert.Contains(faults, fault => fault.StartsWith($"Kannel__{name} is missing", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("SendUrl", "127.0.0.1:13013")]
    [InlineData("SendUrl", "ftp://127.0.0.1/cgi-bin/sendsms")]
    [InlineData("SendUrl", "http://bot:SECRETPASS@127.0.0.1:13013/cgi-bin/sendsms")]
    [InlineData("SendUrl", "http://127.0.0.1:13013/cgi-bin/sendsms?username=bot&password=SECRETPASS")]
    [InlineData("Username", "بوت")]
    [InlineData("Password", "SECRETPASS with blank")]
    [InlineData("Password", "SECRETPASS\nX-Kannel-To: 1")]
    [InlineData("From", "Moomken")]
    [InlineData("From", "12")]
    [InlineData("From", "+2189112345678901")]
    [InlineData("From", "١٢٣٤٥")]
    [InlineData("Link", "Al Madar")]
    [InlineData("WebhookSecret", "SECRETPASS")]
    [InlineData("WebhookSecret", "SECRETPASS:with@signs/0123456789")]
    [InlineData("AllowedAddresses:0", "localhost")]
    [InlineData("AllowedAddresses:0", "10.0.0.0/99")]
    [InlineData("CallbackBaseUrl", "bot.example.org")]
    [InlineData("CallbackBaseUrl", "http://127.0.0.1:5080/%d")]
    [InlineData("MaxParts", "1")]
    [InlineData("MaxParts", "11")]
    [InlineData("SendTimeoutSeconds", "-1")]
    [InlineData("ReportWaitSeconds", "soon")]
    [InlineData("SameWordsSeconds", "61")]
    [InlineData("StatusUrl", "13000")]
    [InlineData("StatusUrl", "http://127.0.0.1:13000/status.xml")]
    public void A_wrong_setting_is_one_line_that_names_it_and_shows_no_secret(string name, string value)
    {
        var fault = Assert.Single(Read(name, value).Validate());
        Assert.StartsWith($"Kannel__{name.Split(':')[0]}".Replace("StatusUrl", "Status", StringComparison.Ordinal), fault, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRETPASS", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_further_operator_is_a_channel_with_a_number_of_its_own()
    {
        var options = Read("Link", "almadar", "Links:0:Id", "libyana", "Links:0:From", "15016");
        Assert.Empty(options.Validate());
        Assert.Equal([new KannelLine("kannel", "12345", "almadar"), new KannelLine("kannel-libyana", "15016", "libyana")], new KannelLines(options).All);
        Assert.Contains("SMS to and from 12345 (almadar), 15016 (libyana);", options.StatusLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_with_the_links_is_told_at_once() => Assert.Collection(
        Read("Links:0:Id", "Lib yana", "Links:1:Id", "almadar", "Links:1:From", "15016", "Links:2:Id", "almadar", "Links:2:From", "15017").Validate(),
        fault => Assert.StartsWith("Kannel__Link is missing", fault, StringComparison.Ordinal),
        fault => Assert.StartsWith("Kannel__Links__0__Id is \"Lib yana\".", fault, StringComparison.Ordinal),
        fault => Assert.StartsWith("Kannel__Links__0__From must be", fault, StringComparison.Ordinal),
        fault => Assert.StartsWith("Kannel__Links__2__Id is \"almadar\", which stands there already.", fault, StringComparison.Ordinal));

    [Theory]
    [InlineData(null, "http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080", "http://127.0.0.1:5080")]
    [InlineData("https://0.0.0.0:443;http://*:8080", "http://127.0.0.1:8080")]
    [InlineData("http://10.1.2.3:81", "http://10.1.2.3:81")]
    [InlineData("https://0.0.0.0:443", "")]
    public void Kannel_is_told_to_call_where_the_service_listens(string? urls, string expected) =>
        Assert.Equal(expected, KannelOptions.Read(new ConfigurationBuilder().AddInMemoryCollection([new("urls", urls)]).Build()).CallbackBaseUrl);

    [Fact]
    public void Kannel_is_told_the_port_that_a_container_image_sets() =>
        Assert.Equal("http://127.0.0.1:8080", WithoutCallback("http_ports", "8080").CallbackBaseUrl);

    [Fact]
    public void Without_a_plain_address_the_operator_must_say_where_kannel_finds_us() =>
        Assert.StartsWith("Kannel__CallbackBaseUrl is missing", Assert.Single(WithoutCallback("urls", "https://*:443").Validate()), StringComparison.Ordinal);

    [Theory]
    [InlineData("+218911234567", "+218911234567")]
    [InlineData(" 00218 ", null)]
    [InlineData("0021891", null)]
    [InlineData("447700900000", "+447700900000")]
    [InlineData("+447700900000", "+447700900000")]
    [InlineData("0213334444", "+218213334444")]
    [InlineData("123456", null)]
    [InlineData("+0911234567", null)]
    [InlineData("+12345678901234567", null)]
    [InlineData("٠٩١١٢٣٤٥٦٧", null)]
    [InlineData("+", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Numbers_have_one_form(string? text, string? expected) => Assert.Equal(expected, KannelNumbers.Read(text));

    private static KannelOptions WithoutCallback(string setting, string value)
    {
        var settings = KannelBot.Settings("http://127.0.0.1:13013/cgi-bin/sendsms", "");
        settings[setting] = value;
        return KannelOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }

    private static KannelOptions Read(params string?[] changes)
    {
        var settings = KannelBot.Settings("http://127.0.0.1:13013/cgi-bin/sendsms", "http://127.0.0.1:5080");
        foreach (var change in changes.Chunk(2))
        {
            settings[$"Kannel:{change[0]}"] = change[1];
        }

        return KannelOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }
}
