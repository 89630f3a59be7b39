using System.Text.Json.Nodes;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Tests.Channels.WebChat.Support;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.WebChat;

/// <summary>What a person does in the chat, and what the core is told of it.</summary>
public class ConversationTests
{
    private static readonly OutboundChoice Yes = new("7:yes", "نعم", "1");
    private static readonly OutboundChoice Menu = new("7:menu", "القائمة", "0", Way: true);

    [Fact]
    public async Task Choices_are_buttons_whose_press_shows_the_label_and_carries_the_payload()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        host.Bot.Answer = message => message.Button is null ? [host.Bot.Say("هل أنت بأمان؟", Tongue.Arabic, Yes, Menu) with { WantsLocation = true }] : [];

        await caller.SayAsync("مرحبا");
        var question = (await caller.LinesAsync())[^1];

        Assert.Equal(("bot", "هل أنت بأمان؟", "plain", "ar"),
            ((string)question["from"]!["role"]!, (string)question["text"]!, (string)question["textFormat"]!, (string)question["locale"]!));
        Assert.Equal(
            """{"actions":[{"type":"messageBack","title":"نعم","text":"نعم","displayText":"نعم","value":{"moomken":"7:yes"}},{"type":"messageBack","title":"القائمة","text":"القائمة","displayText":"القائمة","value":{"moomken":"7:menu"}}]}""",
            question["suggestedActions"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal("""{"moomken":{"location":true,"ways":["7:menu"]}}""", question["channelData"]!.ToJsonString());
    }

    /// <summary>As Web Chat 4.18 posts a click on a messageBack action.</summary>
    [Fact]
    public async Task A_press_is_a_button_and_not_a_text()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        await caller.PostAsync(JsonNode.Parse(
            """{"channelData":{"messageBack":{"displayText":"نعم"},"clientActivityID":"dkl"},"text":"نعم","type":"message","value":{"moomken":"7:yes"},"channelId":"webchat","from":{"id":"r_1","role":"user"},"locale":"ar-EG","attachments":[]}""")!);

        var taken = Assert.Single(host.Bot.Taken);
        Assert.Equal(("7:yes", null), (taken.Button, taken.Text));
        var line = Assert.Single(await caller.LinesAsync());
        Assert.Equal(("نعم", "نعم"), ((string)line["text"]!, (string)line["channelData"]!["messageBack"]!["displayText"]!));
    }

    [Theory]
    [InlineData("""{"moomken":7}""")]
    [InlineData("""{"moomken":"نعم"}""")]
    [InlineData("""{"moomken":"00000000000000000000000000000000000000000000000000000000000000000"}""")]
    [InlineData("""{"other":"7:yes"}""")]
    [InlineData("\"7:yes\"")]
    public async Task A_value_that_is_no_press_of_ours_leaves_the_words(string value)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var activity = DirectLineCaller.Message("مرحبا");
        activity["value"] = JsonNode.Parse(value);

        await caller.PostAsync(activity);

        Assert.Equal((null, "مرحبا"), (host.Bot.Taken.Single().Button, host.Bot.Taken.Single().Text));
    }

    [Theory]
    [InlineData("""{"type":"GeoCoordinates","latitude":32.8872,"longitude":13.1913}""", null)]
    [InlineData("""{"type":"Place","name":"مدرسة","geo":{"type":"GeoCoordinates","latitude":32.8872,"longitude":13.1913}}""", "مدرسة")]
    public async Task A_shared_place_is_a_location(string entity, string? name)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var activity = DirectLineCaller.Message("موقعي");
        activity["entities"] = new JsonArray(JsonNode.Parse("""{"type":"ClientCapabilities"}"""), JsonNode.Parse(entity));

        await caller.PostAsync(activity);

        var taken = host.Bot.Taken.Single();
        Assert.Equal((new GeoPoint(32.8872, 13.1913), name, null), (taken.Location, taken.LocationName, taken.Text));
    }

    [Theory]
    [InlineData("""{"type":"GeoCoordinates","latitude":132.8872,"longitude":13.1913}""")]
    [InlineData("""{"type":"GeoCoordinates","latitude":"32","longitude":13}""")]
    [InlineData("""{"type":"GeoCoordinates","latitude":1e999,"longitude":13}""")]
    [InlineData("[]")]
    public async Task A_place_that_is_nowhere_leaves_the_words(string entity)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        var activity = DirectLineCaller.Message("موقعي");
        activity["entities"] = new JsonArray(JsonNode.Parse(entity));

        await caller.PostAsync(activity);

        Assert.Equal((null, "موقعي"), (host.Bot.Taken.Single().Location, host.Bot.Taken.Single().Text));
    }

    [Fact]
    public async Task Joining_an_empty_chat_is_the_first_word_however_many_tabs_join()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => JoinAsync(caller, $"tab{i}")));

        Assert.Equal(("/start", "ar-EG"), (host.Bot.Taken.Single().Text, host.Bot.Taken.Single().LanguageHint));
        Assert.Equal("webchat/join", (string)Assert.Single(await caller.LinesAsync())["name"]!);
    }

    [Fact]
    public async Task Joining_a_chat_that_has_lines_changes_nothing_but_is_echoed()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        await caller.SayAsync("مرحبا");
        using var socket = await caller.ListenAsync();
        await socket.NextAsync();

        await JoinAsync(caller, "c9");
        var echo = await socket.NextAsync();
        while ((string)echo!["activities"]![0]!["type"]! == "typing")
        {
            echo = await socket.NextAsync();
        }

        Assert.Equal("c9", (string)echo["activities"]![0]!["channelData"]!["clientActivityID"]!);
        Assert.Equal("مرحبا", host.Bot.Taken.Single().Text);
        Assert.Single(await caller.LinesAsync());
    }

    [Theory]
    [InlineData("""{"type":"typing"}""")]
    [InlineData("""{"type":"event","name":"other"}""")]
    [InlineData("""{"type":"x-custom"}""")]
    [InlineData("""{"type":"invoke","name":"ping","value":{}}""")]
    public async Task What_is_no_message_is_acknowledged_and_not_kept(string activity)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        Assert.Equal(200, (await caller.PostAsync(JsonNode.Parse(activity)!)).Status);
        Assert.Empty(host.Bot.Taken);
        Assert.Empty(await caller.LinesAsync());
    }

    [Theory]
    [InlineData("""{"type":"message"}""", "empty")]
    [InlineData("""{"type":"message","text":"","attachments":[{"contentType":"image/png","contentUrl":"http://169.254.169.254/"}]}""", "link")]
    public async Task A_message_that_says_nothing_is_still_answered_for(string activity, string kind)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();

        await caller.PostAsync(JsonNode.Parse(activity)!);

        Assert.Equal(kind, host.Bot.Taken.Single().UnsupportedKind);
    }

    [Fact]
    public async Task A_notice_for_the_finger_comes_with_the_answer()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = await host.Caller().JoinAsync();
        host.Bot.Notice = "هذا السؤال قديم";

        Assert.Equal("هذا السؤال قديم", (string)(await caller.SayAsync("مرحبا")).Json["notice"]!);
    }

    [Fact]
    public async Task The_page_comes_back_to_its_chat_when_its_token_has_long_expired()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = host.Caller();
        var session = await StartPageAsync(caller);
        await caller.SayAsync("مرحبا");
        host.Clock.Advance(TimeSpan.FromDays(30));
        await host.RestartAsync();

        var resumed = await caller.SendAsync(HttpMethod.Post, "/chat/session/resume", session);
        caller.Token = (string)resumed.Json["token"]!;

        Assert.Equal(200, resumed.Status);
        Assert.Single(await caller.LinesAsync());
    }

    [Theory]
    [InlineData("secret", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("secret", "")]
    [InlineData("conversationId", "other")]
    [InlineData("user", "dl_other")]
    public async Task A_wrong_secret_opens_nothing(string field, string value)
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = host.Caller();
        using var other = host.Caller();
        var session = await StartPageAsync(caller);
        var others = await StartPageAsync(other);
        session[field] = value == "other" ? (string)others[field]! : value;

        Assert.Equal(404, (await caller.SendAsync(HttpMethod.Post, "/chat/session/resume", session)).Status);
        Assert.Equal(404, (await caller.SendAsync(HttpMethod.Post, "/chat/session/forget", session)).Status);
        Assert.Equal(200, (await other.ReadAsync()).Status);
    }

    [Fact]
    public async Task A_forgotten_chat_is_gone_for_good()
    {
        await using var host = await WebChatHost.StartAsync();
        using var caller = host.Caller();
        var session = await StartPageAsync(caller);
        await caller.SayAsync("سري");
        using var socket = await caller.ListenAsync((string)(await caller.SendAsync(HttpMethod.Get, $"conversations/{caller.Conversation}?watermark=99")).Json["streamUrl"]!);

        var forgotten = await caller.SendAsync(HttpMethod.Post, "/chat/session/forget", session);
        while (await socket.NextAsync() is not null)
        {
        }

        Assert.Equal((204, "ended"), (forgotten.Status, socket.CloseReason));
        Assert.Equal(404, (await caller.ReadAsync()).Status);
        Assert.Equal(404, (await caller.SayAsync("مرحبا")).Status);
        Assert.Equal(404, (await caller.SendAsync(HttpMethod.Post, "tokens/refresh")).Status);
        Assert.Equal(404, (await caller.SendAsync(HttpMethod.Post, "/chat/session/resume", session)).Status);
        Assert.Empty(await host.Store.ReadAsync(
            reader => reader.Scan(Moomken.Bot.Host.Channels.WebChat.WebChatActivity.Documents, 10), TestContext.Current.CancellationToken));
    }

    private static async Task<JsonObject> StartPageAsync(DirectLineCaller caller)
    {
        var started = (await caller.SendAsync(HttpMethod.Post, "/chat/session", new JsonObject())).Json.AsObject();
        (caller.Conversation, caller.Token) = ((string)started["conversationId"]!, (string)started["token"]!);
        await caller.SendAsync(HttpMethod.Post, "conversations", new JsonObject());
        return started;
    }

    private static Task<DirectLineResponse> JoinAsync(DirectLineCaller caller, string clientId) => caller.PostAsync(JsonNode.Parse(
        $$$"""{"name":"webchat/join","type":"event","value":{"language":"ar-LY"},"locale":"ar-EG","channelData":{"clientActivityID":"{{{clientId}}}"}}""")!);
}
