using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moomken.Bot.Fakes.Telegram;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.ReplyMarkups;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

/// <summary>The fake against what real clients send.</summary>
public sealed class FakeBotApiTests : IAsyncLifetime
{
    private readonly HttpClient client = new();
    private FakeBotApi fake = null!;
    private TelegramBotClient library = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeBotApi.Start("123456:TEST");
        library = new TelegramBotClient(new TelegramBotClientOptions("123456:TEST", fake.BaseUrl) { RetryThreshold = 0 });
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task Every_recorded_request_of_the_library_is_accepted()
    {
        fake.AddFile([1, 2, 3], "AgACAgQAAxkBAAIB", "photos/file_1.jpg");
        fake.FailNext("sendMessage", FakeFailure.Blocked, chat: 403);
        fake.FailNext("sendMessage", FakeFailure.Migrated(-100400), chat: -400);
        fake.FailNext("sendMessage", FakeFailure.TooManyRequests(1), chat: 4291);
        fake.FailNext("sendMessage", FakeFailure.TooManyRequests(60), chat: 42960);
        var statuses = new List<string>();

        foreach (var request in Vectors.Requests)
        {
            using var answer = await client.SendAsync(Replay(request), Stop);
            var path = request.GetProperty("path").GetString()!;
            statuses.Add($"{path[(path.LastIndexOf('/') + 1)..]} {(int)answer.StatusCode}");
            if (path.StartsWith("/bot", StringComparison.Ordinal))
            {
                var envelope = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
                Assert.Equal(answer.IsSuccessStatusCode, (bool)envelope["ok"]!);
            }
        }

        Assert.Equal(
            ["sendMessage 403", "sendMessage 400", "sendMessage 429", "sendMessage 429"],
            statuses.Where(status => !status.EndsWith("200", StringComparison.Ordinal)));
        Assert.Equal(27, statuses.Count);
    }

    [Fact]
    public async Task Get_and_form_are_understood_as_well_as_JSON()
    {
        var get = await client.GetStringAsync($"{fake.BaseUrl}/bot123456:TEST/sendMessage?chat_id=42&text=مرحبا", Stop);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["chat_id"] = "42",
            ["text"] = "أهلا",
            ["reply_markup"] = """{"inline_keyboard":[[{"text":"نعم","callback_data":"y"}]]}""",
        });
        using var posted = await client.PostAsync($"{fake.BaseUrl}/bot123456:TEST/sendmessage", form, Stop);

        Assert.Contains("\"ok\":true", get, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        Assert.Equal(["مرحبا", "أهلا"], fake.MessagesTo(42).Select(message => message.Text));
        Assert.Equal("y", fake.MessagesTo(42)[1].Button("نعم")!.Payload);
    }

    [Fact]
    public async Task The_library_talks_with_a_person()
    {
        var me = await library.GetMe(Stop);
        var says = fake.UserSays(42, "مرحبا");
        var update = Assert.Single(await library.GetUpdates(timeout: 10, cancellationToken: Stop));
        var sent = await library.SendMessage(42, "اختر", replyMarkup: new InlineKeyboardMarkup(InlineKeyboardButton.WithCallbackData("نعم", "y")), cancellationToken: Stop);
        var presses = fake.UserPresses(42, "نعم");
        var press = Assert.Single(await library.GetUpdates(update.Id + 1, timeout: 10, cancellationToken: Stop));
        await library.AnswerCallbackQuery(press.CallbackQuery!.Id, "تم", cancellationToken: Stop);
        await library.EditMessageText(42, sent.Id, "شكرا", cancellationToken: Stop);
        await library.GetUpdates(press.Id + 1, cancellationToken: Stop);
        await Task.WhenAll(says, presses);

        Assert.Equal("moomken_bot", me.Username);
        Assert.Equal("مرحبا", update.Message!.Text);
        Assert.Equal("y", press.CallbackQuery.Data);
        Assert.Equal("شكرا", Assert.Single(fake.MessagesTo(42)).Text);
    }

    [Fact]
    public async Task The_library_uploads_and_downloads()
    {
        using var upload = new MemoryStream([7, 8, 9]);
        var sent = await library.SendDocument(42, InputFile.FromStream(upload, "محضر.pdf"), "المحضر", cancellationToken: Stop);
        using var download = new MemoryStream();

        await library.GetInfoAndDownloadFile(sent.Document!.FileId, download, Stop);

        Assert.Equal([7, 8, 9], download.ToArray());
        Assert.Equal("محضر.pdf", Assert.Single(fake.CallsOf("sendDocument")).Uploads["0"].FileName);
    }

    [Fact]
    public async Task Failures_reach_the_library_as_the_real_server_s_would()
    {
        fake.FailNext("sendMessage", FakeFailure.TooManyRequests(7));
        fake.FailNext("sendMessage", FakeFailure.Migrated(-100400));
        fake.FailNext("sendMessage", FakeFailure.Dropped);

        var throttled = await Assert.ThrowsAsync<ApiRequestException>(() => library.SendMessage(42, "x", cancellationToken: Stop));
        var moved = await Assert.ThrowsAsync<ApiRequestException>(() => library.SendMessage(42, "x", cancellationToken: Stop));
        await Assert.ThrowsAsync<RequestException>(() => library.SendMessage(42, "x", cancellationToken: Stop));

        Assert.Equal((429, 7), (throttled.ErrorCode, throttled.Parameters!.RetryAfter));
        Assert.Equal(-100400, moved.Parameters!.MigrateToChatId);
        Assert.Empty(fake.MessagesTo(42));
    }

    [Theory]
    [InlineData("", "text", 400)]
    [InlineData("سر", "text", 400)]
    [InlineData("good_SECRET-1", "text", 200)]
    public async Task A_secret_is_held_to_the_real_server_s_rules(string secret, string text, int status)
    {
        using var answer = await client.PostAsync(
            $"{fake.BaseUrl}/bot123456:TEST/setWebhook",
            new StringContent(JsonSerializer.Serialize(new { url = "http://127.0.0.1:9/", secret_token = secret.Length == 0 ? new string('a', 257) : secret, text }), Encoding.UTF8, "application/json"),
            Stop);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_negative_offset_counts_from_the_end_and_forgets_the_rest()
    {
        var updates = Enumerable.Range(0, 5).Select(i => fake.Says(42, $"{i}")).ToList();

        var last = await library.GetUpdates(-2, cancellationToken: Stop);

        Assert.Equal(["3", "4"], last.Select(update => update.Message!.Text));
        Assert.Equal([true, true, true, false, false], updates.Select(update => update.Acknowledged.IsCompleted));
    }

    [Fact]
    public async Task Polling_beside_a_webhook_or_another_poller_is_a_conflict()
    {
        var first = library.GetUpdates(timeout: 30, cancellationToken: Stop);
        await Waiting.Until(() => fake.CallsOf("getUpdates").Count == 1);
        using var hangUp = new CancellationTokenSource();
        var second = library.GetUpdates(timeout: 30, cancellationToken: hangUp.Token);
        var terminated = await Assert.ThrowsAsync<ApiRequestException>(() => first);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await library.SetWebhook("http://127.0.0.1:9/", cancellationToken: Stop);
        var active = await Assert.ThrowsAsync<ApiRequestException>(() => library.GetUpdates(cancellationToken: Stop));

        Assert.Contains("terminated by other getUpdates", terminated.Message, StringComparison.Ordinal);
        Assert.Contains("webhook is active", active.Message, StringComparison.Ordinal);
    }

    private HttpRequestMessage Replay(JsonElement recorded)
    {
        var request = new HttpRequestMessage(new HttpMethod(recorded.GetProperty("httpMethod").GetString()!), fake.BaseUrl + recorded.GetProperty("path").GetString());
        if (!recorded.TryGetProperty("body", out var body))
        {
            return request;
        }

        // Bodies were recorded byte for byte as Latin-1.
        request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body.GetString()!.Replace("http://127.0.0.1:5055/bot", "http://127.0.0.1:9/", StringComparison.Ordinal)));
        if (recorded.TryGetProperty("contentType", out var type))
        {
            // The boundary was left out of the recorded type; it stands at the beginning of the body.
            var boundary = body.GetString()!.Split("\r\n")[0].TrimStart('-');
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type.GetString()!.Replace("…", $"\"{boundary}\"", StringComparison.Ordinal));
        }

        return request;
    }
}
