using System.Net;
using System.Text;
using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Host.Channels.Telegram;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

public sealed class TelegramWebhookTests : IAsyncLifetime
{
    private const long Fatima = 42;
    private readonly HttpClient client = new();
    private FakeBotApi fake = null!;
    private TelegramBot bot = null!;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeBotApi.Start();
        bot = await TelegramBot.StartWithWebhook(fake);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task What_a_person_says_is_received_once_and_in_order()
    {
        await fake.UserSays(Fatima, "مرحبا");
        await fake.UserSays(Fatima, "صندوق الاقتراع مكسور");

        Assert.Equal(["مرحبا", "صندوق الاقتراع مكسور"], bot.Received.Select(message => message.Text));
        Assert.All(bot.Received, message => Assert.Equal(new ChannelAddress("telegram", "987654321", "42"), message.From));
        Assert.Equal(2, bot.Counted["posted/telegram/received"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789abcdef-secret_of_testX")]
    [InlineData("0123456789abcdef-secret_of_Tests")]
    [InlineData("0123456789abcdef")]
    public async Task Without_the_right_secret_nothing_happens(string? secret)
    {
        using var answer = await Post(Vectors.Update("text-arabic"), secret);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Empty(bot.Received);
        Assert.Empty(bot.Store.Letters);
        Assert.Equal(1, bot.Counted["refused/telegram/secret"]);
    }

    [Fact]
    public async Task Two_secrets_are_as_wrong_as_none()
    {
        using var request = Request(new StringContent(Vectors.Update("text-arabic")), TelegramBot.Secret);
        request.Headers.TryAddWithoutValidation(TelegramWebhook.SecretHeader, "another-0123456789");

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_five_megabytes_is_turned_away(bool chunked)
    {
        using var content = new ByteArrayContent(new byte[5 * 1024 * 1024]);
        using var request = Request(content, TelegramBot.Secret);
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(bot.Store.Letters);
        Assert.Equal(1, bot.Counted["refused/telegram/size"]);
    }

    [Fact]
    public async Task A_body_of_just_one_mebibyte_is_kept()
    {
        var text = new string('ن', ((TelegramWebhook.LargestBody - 200) / 2) - 1);
        var body = $$$"""{"update_id":5,"message":{"message_id":3,"from":{"id":42},"chat":{"id":42,"type":"private"},"date":1795390000,"text":"{{{text}}}"}}""";

        using var answer = await Post(body.PadRight(body.Length + TelegramWebhook.LargestBody - Encoding.UTF8.GetByteCount(body)), TelegramBot.Secret);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(text, Assert.Single(bot.Received).Text);
    }

    [Theory]
    [InlineData("{ this is not JSON", "not_an_update")]
    [InlineData("", "not_an_update")]
    [InlineData("""{"update_id":8,"brand_new_thing":{"x":1}}""", "unknown_update")]
    [InlineData("""{"message":{"text":"بلا رقم"}}""", "no_update_id")]
    [InlineData("""{"update_id":8,"message":{"text":["list"]}}""", "not_an_update")]
    public async Task What_cannot_be_understood_is_kept_sealed_and_answered_200(string body, string reason)
    {
        using var answer = await Post(body, TelegramBot.Secret);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var letter = Assert.Single(bot.Store.Letters);
        Assert.Equal(("telegram", reason), (letter.Channel, letter.Reason));
        Assert.Equal(body, Encoding.UTF8.GetString(bot.Vault.Open(letter.SealedBody)));
    }

    [Fact]
    public async Task Every_recorded_update_is_answered_200_and_only_a_press_has_something_in_it()
    {
        foreach (var (name, body) in Vectors.Updates)
        {
            using var answer = await Post(body, TelegramBot.Secret);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, name);
            Assert.Equal(name.StartsWith("callback", StringComparison.Ordinal), answer.Content.Headers.ContentLength > 0);
        }

        Assert.Equal("unknown_update", Assert.Single(bot.Store.Letters).Reason);
    }

    [Fact]
    public async Task A_group_s_words_are_not_kept()
    {
        using var answer = await Post(Vectors.Update("command-at-bot-in-group"), TelegramBot.Secret);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(bot.Received);
        Assert.Empty(bot.Store.Letters);
    }

    [Fact]
    public async Task While_the_store_fails_Telegram_is_asked_to_send_again_and_nothing_is_lost()
    {
        var failing = 3;
        bot.Before = _ => failing-- > 0 ? throw new StoreUnavailableException("The disk is full.") : Task.CompletedTask;

        var update = fake.Says(Fatima, "إطلاق نار قرب المركز");
        await update.Acknowledged.WaitAsync(fake.Patience, TestContext.Current.CancellationToken);

        Assert.Equal([503, 503, 503, 200], update.Answers);
        Assert.Equal("إطلاق نار قرب المركز", Assert.Single(bot.Received).Text);
    }

    [Fact]
    public async Task A_dead_letter_that_cannot_be_kept_is_asked_for_again()
    {
        bot.Store.Full = true;

        using var answer = await Post("{ this is not JSON", TelegramBot.Secret);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task An_update_that_breaks_the_service_is_kept_and_does_not_block_its_chat()
    {
        bot.Before = message => message.Text == "كسر" ? throw new InvalidOperationException("كسر") : Task.CompletedTask;

        await fake.UserSays(Fatima, "كسر");
        await fake.UserSays(Fatima, "بعده");

        Assert.Equal("بعده", Assert.Single(bot.Received).Text);
        Assert.Equal("failed_InvalidOperationException", Assert.Single(bot.Store.Letters).Reason);
        Assert.DoesNotContain("كسر", bot.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeat_is_answered_200_and_changes_nothing()
    {
        var update = fake.Says(Fatima, "مرحبا");
        await update.Acknowledged.WaitAsync(fake.Patience, TestContext.Current.CancellationToken);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => fake.Repeat(update)));

        Assert.All(statuses, status => Assert.Equal(200, status));
        Assert.Single(bot.Received);
        Assert.Equal(100, bot.Counted["posted/telegram/repeat"]);
    }

    [Fact]
    public async Task A_press_is_received_and_answered_where_the_finger_is()
    {
        bot.Notice = new string('ق', 300);
        await bot.Send(Fatima, "هل أنت في أمان؟", new OutboundChoice("7:safe", "نعم", "1"));

        await fake.UserPresses(Fatima, "نعم");

        Assert.Equal("7:safe", Assert.Single(bot.Received).Button);
        var answer = await NextCall("answerCallbackQuery");
        Assert.Equal("530000000000000001", answer.Text("callback_query_id"));
        Assert.Equal(new string('ق', 199) + "…", answer.Text("text"));
    }

    [Fact]
    public async Task Blocking_and_unblocking_are_received()
    {
        await fake.UserBlocks(Fatima);
        var refused = await bot.Send(Fatima, "مرحبا");
        await fake.UserUnblocks(Fatima);

        Assert.Equal([InboundKind.Blocked, InboundKind.Unblocked], bot.Received.Select(message => message.Kind));
        Assert.Equal(new SendResult.RecipientGone("blocked"), refused);
    }

    [Fact]
    public async Task Nothing_that_is_logged_names_a_person_or_shows_a_secret()
    {
        await fake.UserSays(424242424, "اسمي سالم");
        fake.FailNext("sendMessage", FakeFailure.Blocked);
        await bot.Send(424242424, "مرحبا سالم");

        Assert.DoesNotContain("424242424", bot.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("سالم", bot.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain(fake.Token.Split(':')[1], bot.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain(TelegramBot.Secret, bot.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain(fake.Token, $"{bot.Options}", StringComparison.Ordinal);
    }

    private async Task<BotApiCall> NextCall(string method)
    {
        await Waiting.Until(() => fake.CallsOf(method).Count > 0);
        return fake.CallsOf(method)[0];
    }

    private async Task<HttpResponseMessage> Post(string body, string? secret)
    {
        using var request = Request(new StringContent(body, Encoding.UTF8, "application/json"), secret);
        return await client.SendAsync(request);
    }

    private HttpRequestMessage Request(HttpContent content, string? secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, bot.WebhookAddress) { Content = content };
        if (secret is not null)
        {
            request.Headers.TryAddWithoutValidation(TelegramWebhook.SecretHeader, secret);
        }

        return request;
    }
}
