using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Host.Channels.Telegram;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

public sealed class TelegramChannelTests : IAsyncLifetime
{
    private const long Fatima = 42;
    private FakeBotApi fake = null!;
    private TelegramBot bot = null!;

    /// <summary>What Telegram answers, and what that is to the outbox.</summary>
    public static TheoryData<FakeFailure, SendResult> Answers => new()
    {
        { FakeFailure.Blocked, new SendResult.RecipientGone("blocked") },
        { FakeFailure.Deactivated, new SendResult.RecipientGone("deactivated") },
        { new FakeFailure(403, "Forbidden: bot was kicked from the supergroup chat"), new SendResult.RecipientGone("removed") },
        { new FakeFailure(403, "Forbidden: bot is not a member of the channel chat"), new SendResult.RecipientGone("removed") },
        { new FakeFailure(403, "Forbidden: bot can't initiate conversation with a user"), new SendResult.RecipientGone("not_started") },
        { new FakeFailure(403, "Forbidden: words of tomorrow"), new SendResult.RecipientGone("forbidden") },
        { FakeFailure.ChatNotFound, new SendResult.RecipientGone("chat_not_found") },
        { FakeFailure.Migrated(-1001234567890), new SendResult.RecipientMoved("-1001234567890") },
        { FakeFailure.TooManyRequests(7), new SendResult.Throttled(TimeSpan.FromSeconds(7), WholeAccount: false) },
        { new FakeFailure(429, "Too Many Requests"), new SendResult.Throttled(TimeSpan.FromSeconds(1), WholeAccount: false) },
        { FakeFailure.TooManyRequests(999_999), new SendResult.Throttled(TimeSpan.FromHours(1), WholeAccount: false) },
        { new FakeFailure(400, "Bad Request: BUTTON_DATA_INVALID"), new SendResult.Failed("refused", Retryable: false) },
        { new FakeFailure(413, "Request Entity Too Large"), new SendResult.Failed("too_large", Retryable: false) },
        { FakeFailure.Unauthorized, new SendResult.Failed("token_refused", Retryable: true) },
        { new FakeFailure(404, "Not Found"), new SendResult.Failed("token_refused", Retryable: true) },
        { FakeFailure.ServerError, new SendResult.Failed("server_error", Retryable: true) },
        { FakeFailure.NotTheApi(502), new SendResult.Failed("server_error", Retryable: true) },
        { FakeFailure.NotTheApi(403), new SendResult.Failed("not_the_api", Retryable: true) },
        { FakeFailure.NotTheApi(302), new SendResult.Failed("not_the_api", Retryable: true) },
        { new FakeFailure(403, "") { RawBody = """{"error":"blocked by policy"}""" }, new SendResult.Failed("not_the_api", Retryable: true) },
        { new FakeFailure(202, "") { RawBody = "<html>" }, new SendResult.Unknown("unreadable") },
        { FakeFailure.Dropped, new SendResult.Unknown("cut") },
        { FakeFailure.DroppedAfterAccept, new SendResult.Unknown("cut") },
    };

    public async ValueTask InitializeAsync()
    {
        fake = await FakeBotApi.Start();
        bot = await TelegramBot.Start(fake, TelegramMode.Webhook, settings => settings["Telegram:SendTimeoutSeconds"] = "1");
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Answers), DisableDiscoveryEnumeration = true)]
    public async Task Every_answer_has_its_result(FakeFailure failure, SendResult expected)
    {
        fake.FailNext("sendMessage", failure);

        Assert.Equal(expected, await bot.Send(Fatima, "مرحبا"));
        Assert.Single(fake.CallsOf("sendMessage"));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_unknown()
    {
        fake.FailNext("sendMessage", FakeFailure.Slow(TimeSpan.FromMinutes(1)));

        Assert.Equal(new SendResult.Unknown("timeout"), await bot.Send(Fatima, "مرحبا"));
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_sent()
    {
        // Port 1 is never given out to a program, so nobody can be there by chance.
        var options = bot.Options with { ApiBaseUrl = "http://127.0.0.1:1" };
        using var api = new BotApi(options);

        var result = await new TelegramChannel(api, options).SendAsync(new ChannelAddress("telegram", "1", "42"), TelegramBot.Message("مرحبا"), CancellationToken.None);

        Assert.Equal(new SendResult.Failed("unreachable", Retryable: true), result);
    }

    [Fact]
    public async Task Giving_up_while_the_answer_is_awaited_leaves_it_unknown_and_before_sending_sends_nothing()
    {
        using var stop = new CancellationTokenSource();
        fake.FailNext("sendMessage", FakeFailure.Slow(TimeSpan.FromMinutes(1)));
        var address = new ChannelAddress("telegram", "987654321", "42");

        var sending = bot.Channel.SendAsync(address, TelegramBot.Message("مرحبا"), stop.Token);
        await Waiting.Until(() => fake.CallsOf("sendMessage").Count == 1);
        await stop.CancelAsync();

        Assert.Equal(new SendResult.Unknown("cancelled"), await sending);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bot.Channel.SendAsync(address, TelegramBot.Message("مرحبا"), stop.Token));
        Assert.Single(fake.CallsOf("sendMessage"));
    }

    [Fact]
    public async Task A_sent_message_has_the_number_that_presses_refer_to()
    {
        var result = await bot.Send(Fatima, "اختر", new OutboundChoice("7:a", "أ", "1"));

        Assert.Equal(new SendResult.Sent("1"), result);
        await bot.Part<TelegramSetup>().WebhookSettled.WaitAsync(fake.Patience, TestContext.Current.CancellationToken);
        await fake.UserPresses(Fatima, "أ");
        Assert.Equal("1", Assert.Single(bot.Received).Refers);
    }

    [Fact]
    public async Task What_a_person_wrote_is_never_markup()
    {
        const string text = "<b>عاجل</b> *مركز* _12_ [رابط](http://x.ly) `&amp;` \\ \"\u0001";

        // A mark that would turn our own words around as well is closed or taken out.
        await bot.Send(Fatima, text + "\u202E");

        var call = Assert.Single(fake.CallsOf("sendMessage"));
        Assert.Equal(Bidi.Mend(text + "\u202E"), call.Text("text"));
        Assert.StartsWith(text[..^1], call.Text("text"), StringComparison.Ordinal);
        Assert.Null(call.Text("parse_mode"));
        Assert.True((bool)call.Node("link_preview_options")!["is_disabled"]!);
        Assert.Null(call.Text("protect_content"));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_does_not_stop_a_message()
    {
        await bot.Send(Fatima, "نصف \ud83d رمز");

        Assert.Equal("نصف \uFFFD رمز", (await fake.NextMessageTo(Fatima)).Text);
    }

    [Fact]
    public async Task A_long_text_comes_in_pieces_with_the_buttons_under_the_last()
    {
        var text = string.Join(" ", Enumerable.Range(0, 1500).Select(i => $"كلمة{i}"));

        await bot.Send(Fatima, text, new OutboundChoice("7:a", "أ", "1"));

        var messages = fake.MessagesTo(Fatima);
        Assert.Equal(text, string.Join(" ", messages.Select(message => message.Text)));
        Assert.All(messages.SkipLast(1), message => Assert.Empty(message.Rows));
        Assert.NotNull(messages[^1].Button("أ"));
    }

    [Fact]
    public async Task When_a_later_piece_fails_only_the_rest_is_sent_again()
    {
        var text = new string('ا', 3900) + " " + new string('ب', 3900) + " " + new string('ج', 400);
        fake.FailNext("sendMessage", FakeFailure.Slow(TimeSpan.Zero));
        fake.FailNext("sendMessage", FakeFailure.TooManyRequests(1));

        Assert.IsType<SendResult.Throttled>(await bot.Send(Fatima, text));
        Assert.Equal(new SendResult.Sent("3"), await bot.Send(Fatima, text));

        Assert.Equal(['ا', 'ب', 'ج'], fake.MessagesTo(Fatima).Select(message => message.Text![0]));
    }

    [Fact]
    public async Task The_same_long_text_is_sent_whole_a_second_time_once_it_arrived()
    {
        var text = new string('ا', 3900) + " " + new string('ب', 400);

        await bot.Send(Fatima, text);
        await bot.Send(Fatima, text);

        Assert.Equal(4, fake.MessagesTo(Fatima).Count);
    }

    [Theory]
    [InlineData("", "empty_text")]
    [InlineData(" \n\u00A0 ", "empty_text")]
    public async Task Nothing_to_say_is_refused_before_Telegram_does(string text, string reason)
    {
        Assert.Equal(new SendResult.Failed(reason, Retryable: false), await bot.Send(Fatima, text));
        Assert.Empty(fake.CallsOf("sendMessage"));
    }

    [Fact]
    public async Task A_button_that_carries_more_than_64_bytes_is_refused_before_Telegram_does()
    {
        var fits = await bot.Send(Fatima, "اختر", new OutboundChoice(new string('ا', 32), "أ", "1"));
        var tooLong = await bot.Send(Fatima, "اختر", new OutboundChoice(new string('ا', 32) + "1", "أ", "1"));

        Assert.IsType<SendResult.Sent>(fits);
        Assert.Equal(new SendResult.Failed("button_too_long", Retryable: false), tooLong);
    }

    [Fact]
    public async Task An_address_that_is_no_number_is_refused() =>
        Assert.Equal(
            new SendResult.Failed("bad_address", Retryable: false),
            await bot.Channel.SendAsync(new ChannelAddress("telegram", "1", "@fatima"), TelegramBot.Message("مرحبا"), CancellationToken.None));

    [Fact]
    public async Task Content_is_protected_where_the_setting_says_so()
    {
        await using var protective = await TelegramBot.Start(fake, TelegramMode.Webhook, settings => settings["Telegram:ProtectContent"] = "true");

        await protective.Send(Fatima, "مرحبا");

        Assert.True(fake.CallsOf("sendMessage")[^1].Flag("protect_content"));
    }
}
