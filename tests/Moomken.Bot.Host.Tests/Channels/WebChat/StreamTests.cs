using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Moomken.Bot.Host.Tests.Channels.WebChat.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.WebChat;

public class StreamTests
{
    [Fact]
    public async Task What_was_said_before_is_replayed_and_what_follows_arrives()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        await caller.SayAsync("أول");

        using var socket = await caller.ListenAsync();
        var replay = await socket.NextAsync();
        await caller.SayAsync("ثان");
        var live = await NextWithLinesAsync(socket);

        Assert.Equal((101, "أول", "1"), (socket.Status, TextOf(replay), (string)replay!["watermark"]!));
        Assert.Equal(("ثان", "2"), (TextOf(live), (string)live["watermark"]!));
    }

    [Fact]
    public async Task After_a_reconnect_only_what_came_after_the_watermark_is_sent()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        await caller.SayAsync("أول");
        await caller.SayAsync("ثان");
        await host.RestartAsync();

        var again = await caller.SendAsync(HttpMethod.Get, $"conversations/{caller.Conversation}?watermark=1");
        using var socket = await caller.ListenAsync((string)again.Json["streamUrl"]!);

        Assert.Equal(200, again.Status);
        Assert.Equal("ثان", TextOf(await socket.NextAsync()));
    }

    [Fact]
    public async Task Typing_is_shown_while_the_answer_is_on_its_way_and_never_kept()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var answer = new TaskCompletionSource();
        host.Bot.Before = answer.Task;
        host.Bot.Answer = _ => [host.Bot.Say("أهلا")];
        using var socket = await caller.ListenAsync();

        await caller.SayAsync("مرحبا");
        var echo = await socket.NextAsync();
        var typing = await socket.NextAsync();
        answer.SetResult();
        var reply = await socket.NextAsync();

        Assert.Equal("مرحبا", TextOf(echo));
        Assert.Equal("typing", (string)typing!["activities"]![0]!["type"]!);
        Assert.Null(typing["watermark"]);
        Assert.Equal("أهلا", TextOf(reply));
        Assert.Equal(["message", "message"], (await caller.LinesAsync()).Select(line => (string)line["type"]!));
    }

    [Fact]
    public async Task Keep_alives_go_both_ways()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        using var socket = await caller.ListenAsync();

        await socket.SendAsync("");
        await socket.SendAsync("");
        await caller.SayAsync("مرحبا");

        Assert.Equal("مرحبا", TextOf(await socket.NextAsync()));
    }

    [Fact]
    public async Task A_client_that_floods_the_stream_is_closed()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        using var socket = await caller.ListenAsync();

        await socket.SendAsync(new string('x', 40_000));

        Assert.Null(await socket.NextAsync());
    }

    [Fact]
    public async Task A_ticket_opens_one_stream_once()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        using var first = await caller.ListenAsync();
        using var second = await caller.ListenAsync();

        Assert.Equal((101, 403), (first.Status, second.Status));
    }

    [Fact]
    public async Task A_ticket_waits_a_minute()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(61));

        using var socket = await caller.ListenAsync();

        Assert.Equal(403, socket.Status);
    }

    [Fact]
    public async Task A_ticket_is_no_token_and_a_token_is_no_ticket()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var ticket = caller.StreamUrl.Split("t=")[^1];

        using var socket = await caller.ListenAsync(caller.StreamUrl.Replace(ticket, caller.Token));
        caller.Token = ticket;

        Assert.Equal(403, socket.Status);
        Assert.Equal(403, (await caller.ReadAsync()).Status);
    }

    [Fact]
    public async Task A_ticket_opens_no_other_chat()
    {
        await using var host = await WebChatHost.StartAsync();
        using var one = await host.Caller().JoinAsync();
        using var other = await host.Caller().JoinAsync();

        using var socket = await other.ListenAsync(other.StreamUrl.Replace(other.Conversation, one.Conversation));

        Assert.Equal(403, socket.Status);
    }

    [Fact]
    public async Task Another_site_cannot_open_the_stream_even_with_a_ticket()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        caller.Origin = "https://evil.example";

        using var socket = await caller.ListenAsync();

        Assert.Equal(403, socket.Status);
    }

    [Fact]
    public async Task The_stream_address_without_an_upgrade_says_where_to_read()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        Assert.Equal(400, (await caller.SendAsync(HttpMethod.Get, $"conversations/{caller.Conversation}/stream")).Status);
    }

    [Fact]
    public async Task One_tab_too_many_closes_the_oldest_with_the_reason()
    {
        await using var host = await WebChatHost.StartAsync(new() { ["WebChat:MaxTabs"] = "2" });
        using var caller = await host.Caller().JoinAsync();
        using var first = await caller.ListenAsync();
        using var second = await TabAsync(caller);
        using var third = await TabAsync(caller);

        Assert.Null(await first.NextAsync());
        Assert.Equal("collision", first.CloseReason);
        await caller.SayAsync("مرحبا");
        Assert.Equal(("مرحبا", "مرحبا"), (TextOf(await second.NextAsync()), TextOf(await third.NextAsync())));
    }

    [Fact]
    public async Task When_there_are_too_many_streams_the_next_is_told_to_poll()
    {
        await using var host = await WebChatHost.StartAsync(new() { ["WebChat:MaxStreams"] = "1" });
        using var one = await host.Caller().JoinAsync();
        using var other = await host.Caller().JoinAsync();
        using var first = await one.ListenAsync();

        using var second = await other.ListenAsync();

        Assert.Equal(503, second.Status);
        Assert.Equal(200, (await other.ReadAsync()).Status);
    }

    [Fact]
    public async Task When_the_service_stops_the_stream_is_closed_and_not_cut()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        using var socket = await caller.ListenAsync();

        var stopping = host.StopAsync();

        Assert.Null(await socket.NextAsync());
        Assert.Equal(WebSocketState.CloseReceived, socket.State);
        socket.Dispose();
        await stopping;
    }

    private static async Task<DirectLineSocket> TabAsync(DirectLineCaller caller)
    {
        var again = await caller.SendAsync(HttpMethod.Get, $"conversations/{caller.Conversation}?watermark=");
        return await caller.ListenAsync((string)again.Json["streamUrl"]!);
    }

    private static async Task<JsonNode> NextWithLinesAsync(DirectLineSocket socket)
    {
        while (true)
        {
            if (await socket.NextAsync() is { } frame && frame["watermark"] is not null)
            {
                return frame;
            }
        }
    }

    private static string TextOf(JsonNode? frame) => (string)frame!["activities"]![0]!["text"]!;
}
