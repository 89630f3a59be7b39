using Microsoft.Extensions.Configuration;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Channels.Twilio;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

public sealed class TwilioOptionsTests
{
    private const string Template = "HX0123456789abcdef0123456789abcdef";

    private static readonly Dictionary<string, string?> Right = new()
    {
        ["Twilio:AccountSid"] = FakeTwilio.UsualAccount,
        ["Twilio:AuthToken"] = FakeTwilio.UsualToken,
        ["Twilio:SmsFrom"] = "+15005550006",
        ["Twilio:WhatsAppFrom"] = "whatsapp:+14155238886",
        ["Twilio:Templates:alert:ar"] = Template,
        ["Moomken:PublicBaseUrl"] = "https://bot.example.org",
    };

    public static TheoryData<string, string?, string> Wrong => new()
    {
        { "Twilio:AccountSid", null, "Twilio__AccountSid is missing" },
        { "Twilio:AccountSid", "SK0123456789abcdef0123456789abcdef", "Twilio__AccountSid does not look like one" },
        { "Twilio:AuthToken", null, "Twilio__AuthToken is missing" },
        { "Twilio:AuthToken", "secret secret", "Twilio__AuthToken does not look like" },
        { "Twilio:NextAuthToken", "short", "Twilio__NextAuthToken does not look like" },
        { "Twilio:SmsFrom", "15005550006", "Twilio__SmsFrom must be" },
        { "Twilio:SmsFrom", "TooLongASenderName", "Twilio__SmsFrom must be" },
        { "Twilio:WhatsAppFrom", "moomken", "Twilio__WhatsAppFrom must be" },
        { "Twilio:ApiBaseUrl", "ftp://example.org", "Twilio__ApiBaseUrl must be" },
        { "Twilio:ApiBaseUrl", "https://api.twilio.com/2010-04-01", "Twilio__ApiBaseUrl must be" },
        { "Twilio:SendTimeoutSeconds", "0", "Twilio__SendTimeoutSeconds is \"0\"" },
        { "Twilio:Templates:alert:ar", "alert_ar", "Twilio__Templates__alert__ar is \"alert_ar\"" },
        { "Twilio:Templates:reply", Template, "Twilio__Templates__reply needs a language" },
        { "Moomken:PublicBaseUrl", null, "Moomken__PublicBaseUrl is missing" },
        { "Moomken:PublicBaseUrl", "http://bot.example.org", "must begin with https" },
        { "Moomken:PublicBaseUrl", "https://my_bot.example.org", "underscore" },
        { "Moomken:PublicBaseUrl", "bot.example.org", "Moomken__PublicBaseUrl must be an address" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Each_fault_is_told_with_its_setting(string name, string? value, string expected)
    {
        Assert.Contains(expected, Assert.Single(Read((name, value)).Validate()), StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_come_at_once_and_never_with_a_secret()
    {
        var faults = Read(("Twilio:AccountSid", "x"), ("Twilio:AuthToken", "my-secret-token"), ("Twilio:SmsFrom", null), ("Twilio:WhatsAppFrom", null), ("Moomken:PublicBaseUrl", null)).Validate();

        Assert.Equal(5, faults.Count);
        Assert.DoesNotContain("my-secret", string.Join('\n', faults), StringComparison.Ordinal);
    }

    [Fact]
    public void The_right_settings_turn_on_both_channels()
    {
        var options = Read();

        Assert.Empty(options.Validate());
        Assert.Equal([("whatsapp", "+14155238886"), ("twilio-sms", "+15005550006")], TwilioLine.Of(options).Select(line => (line.Name, line.Account)));
        Assert.Equal(new TwilioTemplate(Lane.Safety, Tongue.Arabic, Template), Assert.Single(options.Templates));
        Assert.All(options.StatusLines(), line => Assert.Contains("on, through Twilio", line, StringComparison.Ordinal));
        Assert.DoesNotContain(FakeTwilio.UsualToken, options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_set_is_off_and_says_how_to_turn_it_on()
    {
        var options = TwilioOptions.Read(new ConfigurationBuilder().Build());

        Assert.Empty(options.Validate());
        Assert.Empty(TwilioLine.Of(options));
        Assert.Contains("Twilio__WhatsAppFrom", Assert.Single(options.StatusLines()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Moomken", true)]
    [InlineData("MG0123456789abcdef0123456789abcdef", true)]
    [InlineData("12345", false)]
    public void An_sms_sender_may_be_a_name_or_a_service_but_not_only_digits(string sender, bool good) =>
        Assert.Equal(good, Read(("Twilio:SmsFrom", sender)).Validate().Count == 0);

    [Fact]
    public void A_template_for_a_purpose_or_language_that_is_none_is_an_unknown_setting()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Twilio:Templates:alerts:ar"] = Template,
            ["Twilio:Templates:alert:fr"] = Template,
        }).Build();

        var faults = UnknownSettings.In(configuration).ToList();
        Assert.Contains(faults, fault => fault.StartsWith("Twilio__Templates__alerts is no setting", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Twilio__Templates__alert__fr is no setting", StringComparison.Ordinal));
    }

    private static TwilioOptions Read(params (string Name, string? Value)[] changes)
    {
        var values = new Dictionary<string, string?>(Right);
        foreach (var (name, value) in changes)
        {
            values[name] = value;
        }

        return TwilioOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
