using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Host.Channels.Telegram;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

public sealed class TelegramSetupTests : IAsyncLifetime
{
    private FakeBotApi fake = null!;

    public async ValueTask InitializeAsync() => fake = await FakeBotApi.Start();

    public ValueTask DisposeAsync() => fake.DisposeAsync();

    [Fact]
    public async Task The_webhook_is_set_with_secret_and_kinds_and_nothing_that_waits_is_dropped()
    {
        await using var bot = await TelegramBot.StartWithWebhook(fake);

        var call = Assert.Single(fake.CallsOf("setWebhook"));
        Assert.Equal(bot.WebhookAddress, call.Text("url"));
        Assert.Equal(TelegramBot.Secret, call.Text("secret_token"));
        Assert.Equal(40, call.Number("max_connections"));
        Assert.Equal(TelegramRequest.AllowedUpdates, call.Node("allowed_updates")!.AsArray().Select(kind => (string)kind!));
        Assert.False(call.Flag("drop_pending_updates"));
    }

    [Fact]
    public async Task Commands_are_offered_in_Arabic_and_English_and_in_Arabic_to_everybody_else()
    {
        await using var bot = await TelegramBot.StartWithWebhook(fake);

        Assert.Equal(["all_private_chats/", "all_private_chats/ar", "all_private_chats/en"], fake.Commands.Keys.Order());
        Assert.Equal("بلّغ عن حادثة", (string)fake.Commands["all_private_chats/"][0]!["description"]!);
        Assert.Equal("بلّغ عن حادثة", (string)fake.Commands["all_private_chats/ar"][0]!["description"]!);
        Assert.Equal("Report an incident", (string)fake.Commands["all_private_chats/en"][0]!["description"]!);
    }

    [Fact]
    public async Task The_username_is_learned()
    {
        await using var bot = await TelegramBot.StartWithWebhook(fake);

        await fake.UserSays(42, "/help@Moomken_Bot");
        await fake.UserSays(42, "/help@other_bot");

        Assert.Equal("/help", Assert.Single(bot.Received).Text);
    }

    [Fact]
    public async Task What_fails_at_start_is_said_in_one_line_and_tried_again()
    {
        fake.FailNext("setWebhook", FakeFailure.ServerError);
        fake.FailNext("getMe", FakeFailure.Dropped);

        await using var bot = await TelegramBot.StartWithWebhook(fake);

        await bot.Log.LineWith("setWebhook failed (500: trouble at Telegram). Trying again.");
        await bot.Log.LineWith("getMe failed (unreachable: is the internet or the proxy up");
        await bot.Log.LineWith("ready as @moomken_bot");
        Assert.DoesNotContain(fake.Token.Split(':')[1], bot.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_named_and_the_service_runs_all_the_same()
    {
        await using var bot = await TelegramBot.Start(fake, TelegramMode.Webhook, settings => settings["Telegram:BotToken"] = "987654321:another");

        await bot.Log.LineWith("setWebhook failed (401: the token was refused. Copy Telegram__BotToken again from @BotFather). Trying again.");

        Assert.False(bot.Part<TelegramSetup>().Done.IsCompleted);
        Assert.True(fake.Strangers > 0);
    }
}
