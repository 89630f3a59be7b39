using System.Net;
using System.Text.Json.Nodes;
using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

public sealed class EndpointTests : IAsyncLifetime
{
    private FakeConnector fake = null!;
    private BotFrameworkBot bot = null!;

    public async ValueTask InitializeAsync()
    {
        fake = await FakeConnector.StartAsync();
        bot = await BotFrameworkBot.StartAsync(fake);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    public static readonly TheoryData<string?> BadHeaders =
    [
        (string?)null, "", "Bearer", "Bearer ", "Bearer  x", "bearer x", "Basic YTpi", "Bearer x y", "Bearer ...", "Bearer a.b.c", "Bearer eyJ.eyJ.x",
        "Bearer " + new string('a', 20_000),
        // A header and a payload that are JSON of another shape.
        "Bearer " + Part("[]") + "." + Part("{}") + ".x", "Bearer " + Part("{}") + "." + Part("\"x\"") + ".x", "Bearer " + Part("{\"alg\":1}") + "." + Part("{\"iss\":[]}") + ".x",
    ];

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public async Task Rubbish_in_the_header_is_refused_and_nobody_is_asked_for_keys(string? header)
    {
        Assert.Equal(401, (await bot.PostAsync(bot.Message("مرحبا").ToJsonString(), header)).Status);
        Assert.Empty(bot.Received);
        Assert.Equal(0, fake.KeyFetches);
    }

    [Fact]
    public async Task Two_headers_are_no_proof()
    {
        var (status, _) = await bot.PostAsync(bot.Message("مرحبا").ToJsonString(), fake.Bearer(), headers: ("Authorization", fake.Bearer()));
        Assert.Equal(401, status);
        Assert.Empty(bot.Received);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("")]
    [InlineData("{\"type\":")]
    [InlineData("{\"type\":7}")]
    [InlineData("{\"type\":\"\"}")]
    [InlineData("{\"id\":\"1\"}")]
    public async Task What_is_no_activity_is_400(string body) => Assert.Equal(400, (await bot.PostAsync(body, fake.Bearer())).Status);

    [Fact]
    public async Task Nesting_without_end_is_400()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200);
        Assert.Equal(400, (await bot.PostAsync($$"""{"type":"message","value":{{deep}}}""", fake.Bearer())).Status);
    }

    [Fact]
    public async Task Giants_are_413_with_and_without_a_length()
    {
        var giant = bot.Message(new string('x', 5 * 1024 * 1024)).ToJsonString();
        Assert.Equal(413, (await bot.PostAsync(giant, fake.Bearer())).Status);

        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, bot.Endpoint) { Content = new StreamContent(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(giant))) };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.TryAddWithoutValidation("Authorization", fake.Bearer());
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(bot.Received);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("nonsense")]
    public async Task Another_type_than_JSON_is_415(string type) => Assert.Equal(415, (await bot.PostAsync(bot.Message("x").ToJsonString(), fake.Bearer(), type)).Status);

    [Fact]
    public async Task A_token_for_one_service_URL_is_no_proof_of_another()
    {
        var forged = bot.Message("مرحبا");
        forged["serviceUrl"] = "https://evil.example/";
        Assert.Equal(401, (await bot.PostAsync(forged.ToJsonString(), fake.Bearer())).Status);
        Assert.Empty(bot.Received);
    }

    [Fact]
    public async Task A_service_URL_that_is_not_https_is_refused_even_with_proof()
    {
        foreach (var url in new[] { "http://smba.example/", "ftp://smba.example/", "https://a:b@smba.example/", "smba.example", "https://smba.example/?x=1" })
        {
            var activity = bot.Message("مرحبا");
            activity["serviceUrl"] = url;
            Assert.Equal(401, (await bot.PostAsync(activity)).Status);
        }
    }

    [Fact]
    public async Task A_channel_that_the_key_does_not_vouch_for_is_refused()
    {
        var activity = bot.Message("مرحبا");
        activity["channelId"] = "skype";
        Assert.Equal(401, (await bot.PostAsync(activity)).Status);
        activity.Remove("channelId");
        Assert.Equal(401, (await bot.PostAsync(activity)).Status);
    }

    [Fact]
    public async Task Channels_that_are_not_listed_are_403()
    {
        await using var strict = await BotFrameworkBot.StartAsync(fake, settings => settings["BotFramework:Channels:0"] = "msteams");
        Assert.Equal(403, (await strict.PostAsync(strict.Message("مرحبا"))).Status);
        var teams = strict.Message("مرحبا");
        teams["channelId"] = "msteams";
        Assert.Equal(200, (await strict.PostAsync(teams)).Status);
    }

    [Fact]
    public async Task The_same_activity_has_one_effect_in_its_conversation_and_another_in_another()
    {
        var activity = bot.Message("مرحبا");
        Assert.Equal(200, (await bot.PostAsync(activity)).Status);
        Assert.Equal(200, (await bot.PostAsync(activity)).Status);
        Assert.Single(bot.Received);

        activity["conversation"]!["id"] = "conv2";
        Assert.Equal(200, (await bot.PostAsync(activity)).Status);
        Assert.Equal(2, bot.Received.Count);
    }

    [Fact]
    public async Task While_the_store_cannot_write_it_is_503_and_comes_again()
    {
        bot.Before = _ => throw new StoreUnavailableException("The disk is full. Make room.");
        var activity = bot.Message("مرحبا");
        Assert.Equal(503, (await bot.PostAsync(activity)).Status);
        bot.Before = null;
        Assert.Equal(200, (await bot.PostAsync(activity)).Status);
        Assert.Single(bot.Received);
    }

    [Fact]
    public async Task What_fails_inside_is_kept_as_a_dead_letter_and_not_logged()
    {
        bot.Before = message => throw new InvalidOperationException(message.Text);
        Assert.Equal(200, (await bot.PostAsync(bot.Message("سر لا يُقرأ"))).Status);
        var letter = Assert.Single(await LettersAsync());
        Assert.Equal("failed_InvalidOperationException", letter.Reason);
        Assert.DoesNotContain("سر لا يُقرأ", bot.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_without_a_conversation_is_kept_as_a_dead_letter()
    {
        foreach (var conversation in new JsonNode?[] { null, "conv", new JsonObject(), new JsonObject { ["id"] = "" }, new JsonObject { ["id"] = ".." }, new JsonObject { ["id"] = new string('x', 2000) } })
        {
            var activity = bot.Message("مرحبا");
            activity["conversation"] = conversation;
            Assert.Equal(200, (await bot.PostAsync(activity)).Status);
        }

        Assert.Equal(6, (await LettersAsync()).Count);
        Assert.Empty(bot.Received);
    }

    [Fact]
    public async Task In_local_development_anything_from_this_machine_is_taken_and_nothing_that_came_by_a_proxy()
    {
        await using var local = await BotFrameworkBot.StartAsync(fake, settings =>
        {
            settings.Remove("BotFramework:AppId");
            settings.Remove("BotFramework:AppPassword");
            settings["BotFramework:AllowAnonymous"] = "true";
        });
        Assert.Equal(200, (await local.PostAsync(local.Message("مرحبا").ToJsonString(), null)).Status);
        Assert.Equal(200, (await local.PostAsync(local.Message("مرحبا").ToJsonString(), "Bearer rubbish")).Status);
        foreach (var header in new[] { "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded" })
        {
            Assert.Equal(401, (await local.PostAsync(local.Message("مرحبا").ToJsonString(), null, headers: (header, "for=1.2.3.4"))).Status);
        }

        var elsewhere = local.Message("مرحبا");
        elsewhere["serviceUrl"] = "https://evil.example/";
        Assert.Equal(401, (await local.PostAsync(elsewhere.ToJsonString(), null)).Status);

        Assert.IsType<SendResult.Sent>(await local.SendAsync("أهلا"));
        Assert.Null(Assert.Single(fake.Posts).Token);
        Assert.Equal(0, fake.TokenFetches);
    }

    [Fact]
    public async Task A_group_is_told_once_to_write_in_private_and_nothing_of_it_is_kept()
    {
        JsonObject Group(string text, bool named) => bot.Activity("message", "19:group", activity =>
        {
            activity["channelId"] = "msteams";
            activity["text"] = text;
            activity["conversation"]!["isGroup"] = true;
            activity["conversation"]!["conversationType"] = "groupChat";
            activity["entities"] = named ? new JsonArray(Mention("bot1@x", "<at>Moomken</at>")) : [];
        });

        Assert.Equal(200, (await bot.PostAsync(Group("كلام بيننا", named: false))).Status);
        Assert.Equal(200, (await bot.PostAsync(Group("<at>Moomken</at> بلاغ", named: true))).Status);
        Assert.Equal(200, (await bot.PostAsync(Group("<at>Moomken</at> بلاغ آخر", named: true))).Status);

        Assert.Equal(BotFrameworkBot.PrivateOnlyWords, (await fake.NextAsync("19:group", 0)).Text);
        Assert.Empty(bot.Received);
        Assert.Empty(await LettersAsync());
        Assert.Single(fake.MessagesTo("19:group"));
    }

    [Fact]
    public async Task An_answer_that_takes_longer_than_a_moment_shows_typing_once()
    {
        Assert.Equal(200, (await bot.PostAsync(bot.Message("مرحبا"))).Status);
        Assert.Equal(200, (await bot.PostAsync(bot.Message("مرحبا مرة أخرى"))).Status);
        await Waiting.Until(() => fake.Posts.Any(post => post.Type == "typing"));
        Assert.Equal("conv1", fake.Posts.First().Conversation);
        Assert.IsType<SendResult.Sent>(await bot.SendAsync("أهلا"));
        Assert.Equal(["typing", "message"], fake.Posts.Select(post => post.Type));
    }

    internal static JsonObject Mention(string who, string words) => new()
    {
        ["type"] = "mention",
        ["text"] = words,
        ["mentioned"] = new JsonObject { ["id"] = who, ["name"] = "Moomken" },
    };

    private Task<IReadOnlyList<DeadLetter>> LettersAsync() => bot.Store.ReadAsync(reader => reader.Scan(DeadLetter.Documents, 100));

    private static string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(json));
}
