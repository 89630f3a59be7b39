using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Moomken.Bot.Host.Channels.Telegram;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

public class TelegramOptionsTests
{
    private const string Token = "987654321:AAtoken_for-tests";
    private const string Secret = "0123456789abcdef";

    [Theory]
    [InlineData(null, null, null, TelegramMode.Off)]
    [InlineData("  ", "https://bot.example.org", null, TelegramMode.Off)]
    [InlineData(Token, null, null, TelegramMode.Polling)]
    [InlineData(Token, "https://bot.example.org", null, TelegramMode.Webhook)]
    [InlineData(Token, "https://bot.example.org", "polling", TelegramMode.Polling)]
    [InlineData(Token, "https://bot.example.org", "Off", TelegramMode.Off)]
    public void The_mode_follows_from_what_is_set(string? token, string? publicUrl, string? mode, TelegramMode expected)
    {
        var options = Read(token, publicUrl, mode, Secret);

        Assert.Equal(expected, options.Mode);
        Assert.Empty(options.Validate());
    }

    [Theory]
    [InlineData("Telegram:Mode", "Webhok", "Telegram__Mode is \"Webhok\". Use Webhook, Polling or Off")]
    [InlineData("Telegram:Mode", "1", "Telegram__Mode is \"1\"")]
    [InlineData("Telegram:BotToken", "not a token", "Telegram__BotToken does not look like a bot token")]
    [InlineData("Telegram:BotToken", "9876543210987654321:AA", "Telegram__BotToken does not look like a bot token")]
    [InlineData("Telegram:WebhookSecret", "", "Telegram__WebhookSecret is missing")]
    [InlineData("Telegram:WebhookSecret", "short", "Telegram__WebhookSecret has 5 characters")]
    [InlineData("Telegram:WebhookSecret", "0123456789abcdef+سر", "only A-Z a-z 0-9 _ - may be used")]
    [InlineData("Telegram:ApiBaseUrl", "api.telegram.org", "Telegram__ApiBaseUrl must be")]
    [InlineData("Telegram:ApiBaseUrl", "https://api.example/bot", "Telegram__ApiBaseUrl must be")]
    [InlineData("Telegram:MaxConnections", "101", "Telegram__MaxConnections is 101")]
    [InlineData("Telegram:MaxConnections", "many", "Telegram__MaxConnections is \"many\"")]
    [InlineData("Telegram:SendTimeoutSeconds", "0", "Telegram__SendTimeoutSeconds is 0")]
    [InlineData("Telegram:ProtectContent", "yes", "Telegram__ProtectContent is \"yes\". Use true or false")]
    [InlineData("Moomken:PublicBaseUrl", "bot.example.org", "Moomken__PublicBaseUrl must be an address")]
    [InlineData("Moomken:PublicBaseUrl", "http://bot.example.org", "Telegram posts only to https")]
    [InlineData("Moomken:PublicBaseUrl", "https://bot.example.org:5080", "the ports 443, 80, 88 and 8443")]
    public void A_wrong_setting_is_named_with_what_to_do(string key, string value, string line)
    {
        var fault = Assert.Single(Read(Token, "https://bot.example.org", "Webhook", Secret, (key, value)).Validate());

        Assert.Contains(line, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_listed_at_once_and_no_secret_is_repeated()
    {
        var faults = Read("oops:to ken", null, "Webhook", "sh+rt", ("Telegram:ApiBaseUrl", "x")).Validate();

        Assert.Equal(5, faults.Count);
        Assert.DoesNotContain(faults, fault => fault.Contains("oops", StringComparison.Ordinal) || fault.Contains("sh+rt", StringComparison.Ordinal));
    }

    [Fact]
    public void A_webhook_over_plain_http_is_allowed_with_a_server_of_one_s_own() =>
        Assert.Empty(Read(Token, "http://127.0.0.1:5080", "Webhook", Secret, ("Telegram:ApiBaseUrl", "http://127.0.0.1:8081")).Validate());

    [Fact]
    public void A_mode_without_a_token_says_what_is_missing() =>
        Assert.Contains("Telegram__BotToken is missing", Assert.Single(Read(null, null, "Polling", null).Validate()), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null, null, "Telegram: off. To turn it on, set Telegram__BotToken")]
    [InlineData(Token, null, "Off", "Telegram: off, because Telegram__Mode is Off.")]
    [InlineData(Token, null, null, "Telegram: on, long polling")]
    [InlineData(Token, "https://bot.example.org/", null, "Telegram: on, webhook at https://bot.example.org/webhooks/telegram")]
    public void The_status_line_says_how_it_stands_and_how_to_turn_it_on(string? token, string? publicUrl, string? mode, string line) =>
        Assert.StartsWith(line, Read(token, publicUrl, mode, Secret).StatusLine(), StringComparison.Ordinal);

    [Fact]
    public void When_off_there_is_no_channel()
    {
        var services = new ServiceCollection();

        services.AddTelegram(new ConfigurationBuilder().Build(), []);

        Assert.Equal([typeof(TelegramOptions)], services.Select(service => service.ServiceType));
        Assert.Null(services.BuildServiceProvider().GetService<IChannel>());
    }

    private static TelegramOptions Read(string? token, string? publicUrl, string? mode, string? secret, params (string Key, string Value)[] others)
    {
        var values = new Dictionary<string, string?>
        {
            ["Telegram:BotToken"] = token,
            ["Telegram:WebhookSecret"] = secret,
            ["Telegram:Mode"] = mode,
            ["Moomken:PublicBaseUrl"] = publicUrl,
        };
        foreach (var (key, value) in others)
        {
            values[key] = value;
        }

        return TelegramOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
