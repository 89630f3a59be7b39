using System.Text;
using System.Text.Json.Nodes;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Host.Tests.Channels.WebChat.Support;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.WebChat;

/// <summary>The routes of the table, one after another, and what each answers when something is wrong.</summary>
public class DirectLineTests
{
    [Fact]
    public async Task A_token_is_given_with_a_user_that_nobody_else_has()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = host.Caller();

        var response = await caller.GenerateAsync();

        Assert.Equal(200, response.Status);
        Assert.Equal(1800, (int)response.Json["expires_in"]!);
        Assert.StartsWith("dl_", (string)Claims(caller.Token!)["user"]!);
        Assert.Equal(caller.Conversation, (string)Claims(caller.Token!)["conv"]!);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("dl_user42", true)]
    [InlineData("user42", false)]
    [InlineData("dl_<script>", false)]
    public async Task A_wanted_user_id_is_used_when_it_has_the_form_that_clients_accept(string wanted, bool used)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = host.Caller();

        await caller.GenerateAsync(new JsonObject { ["user"] = new JsonObject { ["id"] = wanted } });

        Assert.Equal(used, (string)Claims(caller.Token!)["user"]! == wanted);
    }

    [Fact]
    public async Task Tokens_are_limited_for_each_address()
    {
        await using var host = await WebChatHost.StartAsync(new() { ["WebChat:TokensPerMinute"] = "2" });
        using var caller = host.Caller();
        await caller.GenerateAsync();
        await caller.SendAsync(HttpMethod.Post, "/chat/session", new JsonObject());

        var response = await caller.GenerateAsync();

        Assert.Equal((429, "TooManyRequests"), (response.Status, response.Code));
        Assert.Equal("20", response.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task A_conversation_is_new_once()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = host.Caller();
        await caller.GenerateAsync();

        var first = await caller.SendAsync(HttpMethod.Post, "conversations", JsonNode.Parse("""{"user":{"id":"x"},"locale":"ar"}"""));
        var second = await caller.SendAsync(HttpMethod.Post, "conversations", new JsonObject());

        Assert.Equal((201, 200), (first.Status, second.Status));
        Assert.Equal(caller.Conversation, (string)second.Json["conversationId"]!);
        Assert.StartsWith($"ws://127.0.0.1:{host.Port}/v3/directline/conversations/{caller.Conversation}/stream?watermark=-&t=", (string)first.Json["streamUrl"]!);
    }

    [Fact]
    public async Task A_token_is_refreshed_until_it_expires()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        host.Clock.Advance(TimeSpan.FromSeconds(1700));
        var refreshed = await caller.SendAsync(HttpMethod.Post, "tokens/refresh");
        host.Clock.Advance(TimeSpan.FromSeconds(101));
        var late = await caller.SendAsync(HttpMethod.Post, "tokens/refresh");
        var read = await caller.ReadAsync();
        caller.Token = (string)refreshed.Json["token"]!;

        Assert.Equal((200, 403, 403), (refreshed.Status, late.Status, read.Status));
        Assert.Equal("TokenExpired", late.Code);
        Assert.Equal(200, (await caller.ReadAsync()).Status);
    }

    public static TheoryData<string, string> Routes => new()
    {
        { "POST", "tokens/refresh" },
        { "POST", "conversations" },
        { "GET", "conversations/{c}" },
        { "GET", "conversations/{c}/activities" },
        { "POST", "conversations/{c}/activities" },
        { "POST", "conversations/{c}/upload" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Without_a_token_nothing_opens(string method, string route)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        caller.Token = null;

        var response = await caller.SendAsync(new HttpMethod(method), route.Replace("{c}", caller.Conversation), DirectLineCaller.Message("مرحبا"));

        Assert.Equal((401, "Unauthorized"), (response.Status, response.Code));
        Assert.Empty(host.Bot.Taken);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_forged_token_opens_nothing(string method, string route)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var parts = caller.Token!.Split('.');
        var claims = Claims(caller.Token);
        claims["exp"] = 4_000_000_000;
        string[] forged =
        [
            $"{parts[0]}.{Encode(claims)}.{parts[2]}",
            $"{Encode(JsonNode.Parse("""{"alg":"none"}""")!)}.{parts[1]}.",
            $"{parts[0]}.{parts[1]}.{new string('A', 43)}",
            "nonsense",
        ];

        foreach (var token in forged)
        {
            caller.Token = token;
            var response = await caller.SendAsync(new HttpMethod(method), route.Replace("{c}", caller.Conversation), DirectLineCaller.Message("مرحبا"));
            Assert.Equal((403, "BadArgument"), (response.Status, response.Code));
        }

        Assert.Empty(host.Bot.Taken);
    }

    [Fact]
    public async Task A_token_opens_no_other_chat()
    {
        await using var host = await WebChatHost.StartAsync();
        using var one = await host.Caller().JoinAsync();
        using var other = await host.Caller().JoinAsync();
        await one.SayAsync("سري");
        other.Conversation = one.Conversation;

        Assert.Equal(403, (await other.ReadAsync()).Status);
        Assert.Equal(403, (await other.SayAsync("مرحبا")).Status);
        Assert.Equal(403, (await other.SendAsync(HttpMethod.Get, $"conversations/{one.Conversation}")).Status);
        Assert.Single(host.Bot.Taken);
    }

    [Fact]
    public async Task A_chat_that_was_never_started_is_not_there()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = host.Caller();
        await caller.GenerateAsync();

        Assert.Equal((404, "ConversationNotFound"), ((await caller.ReadAsync()).Status, (await caller.SayAsync("مرحبا")).Code));
        Assert.Equal(404, (await caller.SendAsync(HttpMethod.Get, $"conversations/{caller.Conversation}")).Status);
    }

    [Fact]
    public async Task The_echo_carries_the_id_that_the_post_returned_and_the_clients_own_marks()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var activity = DirectLineCaller.Message("مرحبا");
        activity["channelData"] = JsonNode.Parse("""{"attachmentSizes":[],"clientActivityID":"s2d7u7cqbd"}""");

        var posted = await caller.PostAsync(activity);
        var line = Assert.Single(await caller.LinesAsync());

        Assert.Equal(200, posted.Status);
        Assert.Equal((string)posted.Json["id"]!, (string)line["id"]!);
        Assert.Equal("""{"attachmentSizes":[],"clientActivityID":"s2d7u7cqbd"}""", line["channelData"]!.ToJsonString());
        Assert.Equal((string)Claims(caller.Token!)["user"]!, (string)line["from"]!["id"]!);
        Assert.Equal(("message", "مرحبا", "directline", "ar-EG"),
            ((string)line["type"]!, (string)line["text"]!, (string)line["channelId"]!, (string)line["locale"]!));
        Assert.Equal(caller.Conversation, (string)line["conversation"]!["id"]!);
        Assert.Equal("2026-12-13T09:00:00.000Z", (string)line["timestamp"]!);
        var taken = Assert.Single(host.Bot.Taken);
        Assert.Equal(("مرحبا", "ar-EG", WebChatChannel.AddressOf(caller.Conversation)), (taken.Text, taken.LanguageHint, taken.From));
    }

    [Fact]
    public async Task A_retry_returns_the_same_id_and_has_no_second_effect()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        var first = await caller.SayAsync("مرحبا", "c1");
        var again = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => caller.SayAsync("مرحبا", "c1")));
        await host.RestartAsync();
        var later = await caller.SayAsync("مرحبا", "c1");

        Assert.All(again.Append(later), response => Assert.Equal((string)first.Json["id"]!, (string)response.Json["id"]!));
        Assert.Single(host.Bot.Taken);
        Assert.Single(await caller.LinesAsync());
    }

    [Fact]
    public async Task The_same_client_id_in_two_chats_is_two_messages()
    {
        await using var host = await WebChatHost.StartAsync();
        using var one = await host.Caller().JoinAsync();
        using var other = await host.Caller().JoinAsync();

        await one.SayAsync("مرحبا", "c1");
        await other.SayAsync("مرحبا", "c1");

        Assert.Equal(2, host.Bot.Taken.Select(message => message.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task A_watermark_gives_what_came_after_it_in_pages()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        using var neighbour = await host.Caller().JoinAsync();
        for (var i = 1; i <= 60; i++)
        {
            await caller.SayAsync($"{i}");
            await neighbour.SayAsync("جار");
        }

        var first = await caller.ReadAsync();
        var second = await caller.ReadAsync((string)first.Json["watermark"]!);
        var third = await caller.ReadAsync((string)second.Json["watermark"]!);

        string[] read = [.. new[] { first, second, third }.SelectMany(page => page.Json["activities"]!.AsArray()).Select(line => (string)line!["text"]!)];
        Assert.Equal(Enumerable.Range(1, 60).Select(i => $"{i}"), read);
        Assert.Equal(("50", "60", "60"), ((string)first.Json["watermark"]!, (string)second.Json["watermark"]!, (string)third.Json["watermark"]!));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("nonsense")]
    [InlineData("-5")]
    [InlineData("999999")]
    public async Task A_watermark_that_was_never_given_reads_from_the_start(string watermark)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        await caller.SayAsync("مرحبا");

        Assert.Single(await caller.LinesAsync(watermark));
    }

    [Theory]
    [InlineData("{bad", 400, "BadSyntax")]
    [InlineData("[]", 400, "BadSyntax")]
    [InlineData("\"text\"", 400, "BadSyntax")]
    [InlineData("", 400, "BadSyntax")]
    [InlineData("""{"text":"no type"}""", 400, "BadSyntax")]
    public async Task What_is_no_activity_is_refused(string body, int status, string code)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        var response = await caller.SendAsync(
            HttpMethod.Post, $"conversations/{caller.Conversation}/activities", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal((status, code), (response.Status, response.Code));
    }

    [Fact]
    public async Task Depth_length_and_type_of_a_body_are_limited()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var deep = $$"""{"type":"message","text":"x","value":{{new string('[', 40)}}{{new string(']', 40)}}}""";
        var path = $"conversations/{caller.Conversation}/activities";

        var nested = await caller.SendAsync(HttpMethod.Post, path, new StringContent(deep, Encoding.UTF8, "application/json"));
        var plain = await caller.SendAsync(HttpMethod.Post, path, new StringContent("""{"type":"message"}""", Encoding.UTF8, "text/plain"));
        var longest = await caller.SayAsync(new string('x', 262_144 - 200));
        var tooLong = await caller.SayAsync(new string('x', 262_144));

        Assert.Equal((400, 415, 200, 413), (nested.Status, plain.Status, longest.Status, tooLong.Status));
    }

    [Fact]
    public async Task Half_an_emoji_does_not_lose_the_rest()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var body = """{"type":"message","text":"قبل \ud83d بعد \ud83d\ude00 \\ud83d","channelData":{"x":"\udc00"}}""";

        var response = await caller.SendAsync(
            HttpMethod.Post, $"conversations/{caller.Conversation}/activities", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(200, response.Status);
        Assert.Equal("قبل \ufffd بعد 😀 \\ud83d", Assert.Single(host.Bot.Taken).Text);
    }

    [Fact]
    public async Task When_nothing_can_be_written_the_client_is_told_to_send_again()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        host.Store.Full = true;

        var full = await caller.SayAsync("مرحبا", "c1");
        host.Store.Full = false;
        var again = await caller.SayAsync("مرحبا", "c1");

        Assert.Equal((503, "ServiceUnavailable", 200), (full.Status, full.Code, again.Status));
        Assert.Single(host.Bot.Taken);
    }

    [Fact]
    public async Task When_the_bot_fails_the_client_learns_it_as_Direct_Line_says()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        host.Bot.Fault = new InvalidOperationException("مرحبا");

        var response = await caller.SayAsync("مرحبا");

        Assert.Equal((502, "BotRejectedActivity"), (response.Status, response.Code));
        Assert.Empty(await caller.LinesAsync());
    }

    [Fact]
    public async Task A_session_id_is_given_to_whoever_asks()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = host.Caller();

        Assert.NotEmpty((string)(await caller.SendAsync(HttpMethod.Get, "session/getsessionid")).Json["sessionId"]!);
    }

    [Fact]
    public async Task The_token_key_is_kept_sealed_and_survives_a_restart()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        await host.RestartAsync();

        Assert.Equal(200, (await caller.ReadAsync()).Status);
        var secret = await host.Store.ReadAsync(reader => reader.Get(WebChatSecret.Documents, "tokens")!, TestContext.Current.CancellationToken);
        Assert.Equal(32 + Moomken.Bot.Sealing.Vault.Overhead, secret.SealedKey.Length);
    }

    [Fact]
    public async Task A_message_written_twice_by_the_outbox_is_one_line()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var message = host.Bot.Say("مرحبا");
        var to = WebChatChannel.AddressOf(caller.Conversation);

        var first = await host.Bot.Channel!.SendAsync(to, message, TestContext.Current.CancellationToken);
        await host.RestartAsync();
        var again = await host.Bot.Channel!.SendAsync(to, message, TestContext.Current.CancellationToken);

        Assert.Equal(first, again);
        Assert.IsType<SendResult.Sent>(first);
        Assert.Single(await caller.LinesAsync());
    }

    [Fact]
    public async Task Sending_says_when_the_store_is_full_and_when_nobody_can_read_it()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var token = TestContext.Current.CancellationToken;

        var gone = await host.Bot.Channel!.SendAsync(WebChatChannel.AddressOf("nobody"), host.Bot.Say("مرحبا"), token);
        host.Store.Full = true;
        var full = await host.Bot.Channel!.SendAsync(WebChatChannel.AddressOf(caller.Conversation), host.Bot.Say("مرحبا"), token);

        Assert.IsType<SendResult.RecipientGone>(gone);
        Assert.True(Assert.IsType<SendResult.Failed>(full).Retryable);
    }

    private static JsonNode Claims(string token) => JsonNode.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(token.Split('.')[1]))!;

    private static string Encode(JsonNode node) => Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(node.ToJsonString());
}
