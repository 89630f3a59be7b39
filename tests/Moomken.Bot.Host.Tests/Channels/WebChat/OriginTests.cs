using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Host.Tests.Channels.WebChat.Support;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.WebChat;

public class OriginTests
{
    private static readonly Dictionary<string, string?> WithSite = new() { ["WebChat:AllowedOrigins:0"] = "https://www.example.org" };

    [Fact]
    public async Task A_configured_site_may_ask_and_is_named_in_the_answer()
    {
        await using var host = await WebChatHost.StartAsync(WithSite);
        using var caller = host.Caller();
        caller.Origin = "https://www.example.org";

        var asked = await caller.SendAsync(HttpMethod.Options, "conversations");
        var given = await caller.GenerateAsync();

        Assert.Equal(204, asked.Status);
        Assert.Equal("authorization, content-type, x-ms-bot-agent, x-requested-with", asked.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.Equal(caller.Origin, given.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Origin", given.Headers.Vary);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://www.example.org.evil.example")]
    [InlineData("http://www.example.org")]
    [InlineData("null")]
    public async Task Any_other_site_gets_nothing(string origin)
    {
        await using var host = await WebChatHost.StartAsync(WithSite);
        using var caller = await host.Caller().JoinAsync();
        caller.Origin = origin;

        foreach (var response in new[]
        {
            await caller.SendAsync(HttpMethod.Options, "conversations"),
            await caller.SendAsync(HttpMethod.Post, "tokens/generate"),
            await caller.ReadAsync(),
            await caller.SayAsync("مرحبا"),
            await caller.SendAsync(HttpMethod.Post, "/chat/session", new JsonObject()),
        })
        {
            Assert.Equal((403, "BadOrigin"), (response.Status, response.Code));
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Our_own_pages_need_no_setting()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = host.Caller();
        caller.Origin = host.Origin;

        Assert.Equal(200, (await caller.GenerateAsync()).Status);
    }

    [Fact]
    public async Task A_token_given_to_one_site_is_of_no_use_to_another()
    {
        await using var host = await WebChatHost.StartAsync(WithSite);
        using var caller = host.Caller();
        caller.Origin = "https://www.example.org";
        await caller.JoinAsync();

        caller.Origin = host.Origin;

        Assert.Equal((403, "BadOrigin"), ((await caller.ReadAsync()).Status, (await caller.ReadAsync()).Code));
        using var socket = await caller.ListenAsync();
        Assert.Equal(403, socket.Status);
    }

    [Fact]
    public async Task Behind_a_proxy_the_addresses_are_those_that_browsers_use()
    {
        await using var host = await WebChatHost.StartAsync(new() { ["WebChat:PublicUrl"] = "https://chat.example.org/" });
        using var caller = host.Caller();
        caller.Origin = "https://chat.example.org";

        await caller.JoinAsync();

        Assert.StartsWith("wss://chat.example.org/v3/directline/conversations/", caller.StreamUrl);
    }

    [Fact]
    public async Task Wrong_settings_are_all_told_at_once()
    {
        var start = () => WebChatHost.StartAsync(new()
        {
            ["WebChat:PublicUrl"] = "chat.example.org",
            ["WebChat:AllowedOrigins:0"] = "https://www.example.org/page",
            ["WebChat:MaxFiles"] = "0",
        });

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(start);

        Assert.Equal(3, fault.Failures.Count());
        Assert.All(fault.Failures, failure => Assert.StartsWith("WebChat:", failure));
    }

    [Fact]
    public void The_settings_as_they_come_are_well() => Assert.Empty(new WebChatOptions().Faults());
}
