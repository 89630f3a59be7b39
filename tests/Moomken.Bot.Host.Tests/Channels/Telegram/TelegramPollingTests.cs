using System.Text.Json.Nodes;
using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Host.Channels.Telegram;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

public sealed class TelegramPollingTests : IAsyncLifetime
{
    private const long Fatima = 42;
    private FakeBotApi fake = null!;

    public async ValueTask InitializeAsync() => fake = await FakeBotApi.Start();

    public ValueTask DisposeAsync() => fake.DisposeAsync();

    [Fact]
    public async Task What_a_person_says_is_received_and_then_confirmed()
    {
        await using var bot = await TelegramBot.Start(fake, TelegramMode.Polling);

        await fake.UserSays(Fatima, "مرحبا");
        await bot.Send(Fatima, "اختر", new OutboundChoice("7:a", "أ", "1"));
        await fake.UserPresses(Fatima, "أ");

        Assert.Equal(["مرحبا", null], bot.Received.Select(message => message.Text));
        Assert.Equal("7:a", bot.Received.Last().Button);
        var call = fake.CallsOf("getUpdates")[0];
        Assert.Equal(["message", "edited_message", "callback_query", "my_chat_member"], call.Node("allowed_updates")!.AsArray().Select(kind => (string)kind!));
        await Waiting.Until(() => fake.CallsOf("answerCallbackQuery").Count == 1);
    }

    [Fact]
    public async Task What_was_said_while_we_were_away_is_received_in_order()
    {
        var updates = Enumerable.Range(0, 250).Select(i => fake.Says(Fatima + (i % 5), $"رسالة {i}")).ToList();

        await using var bot = await TelegramBot.Start(fake, TelegramMode.Polling);
        await Task.WhenAll(updates.Select(update => update.Acknowledged)).WaitAsync(fake.Patience, TestContext.Current.CancellationToken);

        foreach (var chat in bot.Received.GroupBy(message => message.From.User))
        {
            Assert.Equal(chat.OrderBy(message => message.MessageId, StringComparer.Ordinal).Select(message => message.Text), chat.Select(message => message.Text));
        }

        Assert.Equal(250, bot.Received.Count);
    }

    [Fact]
    public async Task A_press_whose_answer_Telegram_refuses_or_drops_disturbs_nobody()
    {
        fake.FailNext("answerCallbackQuery", new FakeFailure(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"));
        fake.FailNext("answerCallbackQuery", FakeFailure.Dropped);
        await using var bot = await TelegramBot.Start(fake, TelegramMode.Polling);
        await bot.Send(Fatima, "اختر", new OutboundChoice("7:a", "أ", "1"));

        for (var i = 0; i < 3; i++)
        {
            await fake.UserPresses(Fatima, "أ");
        }

        await Waiting.Until(() => fake.CallsOf("answerCallbackQuery").Count == 3 && bot.Counted["courtesies/telegram/failed"] == 1);
        Assert.Equal(3, bot.Received.Count);
    }

    [Fact]
    public async Task An_update_is_confirmed_only_when_it_is_durable()
    {
        var storing = new TaskCompletionSource();
        var first = fake.Says(Fatima, "أول");
        await using var bot = await TelegramBot.Start(fake, TelegramMode.Polling, before: _ => storing.Task);

        await Waiting.Until(() => fake.CallsOf("getUpdates").Count >= 1);
        Assert.False(first.Acknowledged.IsCompleted);
        storing.SetResult();
        await first.Acknowledged.WaitAsync(fake.Patience, TestContext.Current.CancellationToken);

        Assert.Equal(first.Id + 1, fake.CallsOf("getUpdates")[1].Number("offset"));
    }

    [Fact]
    public async Task When_one_cannot_be_stored_it_and_those_after_it_come_again_and_those_before_do_not()
    {
        var updates = new[] { fake.Says(1, "أول"), fake.Says(2, "ثان"), fake.Says(3, "ثالث") };
        var failing = 1;
        await using var bot = await TelegramBot.Start(fake, TelegramMode.Polling, before: message =>
            message.Text == "ثان" && failing-- > 0 ? throw new StoreUnavailableException("The disk is full.") : Task.CompletedTask);

        await Task.WhenAll(updates.Select(update => update.Acknowledged)).WaitAsync(fake.Patience, TestContext.Current.CancellationToken);

        Assert.Equal(["أول", "ثالث", "ثان"], bot.Received.Select(message => message.Text));
        Assert.Equal(updates[1].Id, fake.CallsOf("getUpdates")[1].Number("offset"));
        Assert.Equal(1, bot.Counted["posted/telegram/repeat"]);
    }

    [Fact]
    public async Task An_update_of_tomorrow_is_kept_and_does_not_stop_the_others()
    {
        await using var bot = await TelegramBot.Start(fake, TelegramMode.Polling);

        var odd = fake.Push("odd", "message", new JsonObject { ["text"] = new JsonArray("بلا محادثة") });
        await fake.UserSays(Fatima, "بعده");
        await odd.Acknowledged.WaitAsync(fake.Patience, TestContext.Current.CancellationToken);

        Assert.Equal("بعده", Assert.Single(bot.Received).Text);
        Assert.Equal("not_an_update", Assert.Single(bot.Store.Letters).Reason);
    }

    [Fact]
    public async Task A_webhook_that_was_left_behind_is_removed_and_what_waits_is_kept()
    {
        var waiting = fake.Says(Fatima, "قبل التشغيل");
        await using var old = await TelegramBot.StartWithWebhook(fake);
        await waiting.Acknowledged.WaitAsync(fake.Patience, TestContext.Current.CancellationToken);

        await using var bot = await TelegramBot.Start(fake, TelegramMode.Polling);
        await Waiting.Until(() => fake.WebhookUrl is null);
        await fake.UserSays(Fatima, "بعد التشغيل");

        Assert.Equal("بعد التشغيل", Assert.Single(bot.Received).Text);
    }

    [Fact]
    public async Task A_webhook_that_another_installation_sets_is_explained_and_removed()
    {
        await using var bot = await TelegramBot.Start(fake, TelegramMode.Polling);
        await fake.UserSays(Fatima, "أول");

        fake.FailNext("getUpdates", new FakeFailure(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"));
        await fake.UserSays(Fatima, "ثان");

        await bot.Log.LineWith("a webhook is set for this bot");
        await Waiting.Until(() => fake.CallsOf("deleteWebhook").Count == 2);
        Assert.False(fake.CallsOf("deleteWebhook")[1].Flag("drop_pending_updates"));
        await fake.UserSays(Fatima, "ثالث");
        Assert.Equal(3, bot.Received.Count);
    }

    [Fact]
    public async Task A_second_poller_is_explained()
    {
        await using var bot = await TelegramBot.Start(fake, TelegramMode.Polling);
        await using var other = await TelegramBot.Start(fake, TelegramMode.Polling);

        var line = await Task.WhenAny(bot.Log.LineWith("another program is polling"), other.Log.LineWith("another program is polling"));

        Assert.Contains("Stop the other one", await line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_trouble_at_Telegram_polling_goes_on_and_the_log_says_so_without_the_token()
    {
        fake.FailNext("getUpdates", FakeFailure.NotTheApi(502));
        await using var bot = await TelegramBot.Start(fake, TelegramMode.Polling);

        await fake.UserSays(Fatima, "مرحبا");

        await bot.Log.LineWith("asking for updates failed (HTTP 502 from something that is not the Bot API");
        Assert.DoesNotContain(fake.Token.Split(':')[1], bot.Log.All, StringComparison.Ordinal);
        Assert.Single(bot.Received);
    }

    [Fact]
    public async Task A_poll_is_really_held_until_somebody_speaks()
    {
        await using var bot = await TelegramBot.Start(fake, TelegramMode.Polling);
        await Waiting.Until(() => fake.CallsOf("getUpdates").Count >= 1);

        await fake.UserSays(Fatima, "مرحبا");

        await Waiting.Until(() => fake.CallsOf("getUpdates").Count == 2);
        Assert.Equal(BotApi.PollSeconds, fake.CallsOf("getUpdates")[0].Number("timeout"));
    }
}
