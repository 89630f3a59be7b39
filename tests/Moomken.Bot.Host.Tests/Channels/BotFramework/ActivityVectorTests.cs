using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Host.Channels.BotFramework;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Messages;
using Moomken.Bot.Rendering;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

/// <summary>Every recorded activity: what the official adapter was posted, what it posted, and what Microsoft's web client sends.</summary>
public sealed class ActivityVectorTests
{
    /// <summary>What each recorded activity is to us, where that is anything.</summary>
    private static readonly IReadOnlyDictionary<string, string> Becomes = new Dictionary<string, string>
    {
        ["in/conversationUpdate"] = "/start",
        ["in/message:text"] = "text",
        ["in/event"] = "/start",
        ["in/postback-value"] = "book",
        ["in/attachment-in"] = "photo",
        ["in/expectReplies"] = "text",
        ["in/emulator-message"] = "مرحبا",
        ["in/offline-directline-message"] = "مرحبا",
    };

    /// <summary>The bots behind these vectors did something that ours does not.</summary>
    private static readonly IReadOnlyDictionary<string, (int Status, string Why)> Differs = new Dictionary<string, (int, string)>
    {
        ["in/invoke-known"] = (501, "that bot had a handler for ping; we offer no calls"),
        ["neg/bot-throws"] = (200, "that bot threw at the word error; to us it is a word, and what fails inside is kept as a dead letter"),
    };

    public static readonly TheoryData<string> Inbound = [.. NamesOf("channel->bot")];

    public static readonly TheoryData<string> Outbound = [.. NamesOf("bot->channel")];

    public static readonly TheoryData<string> FromPages = [.. NamesOf("web client->direct line")];

    [Fact]
    public void Every_vector_of_the_file_is_in_a_table()
    {
        Assert.Equal(48, BotFrameworkVectors.Activities.Count);
        Assert.Equal(48 - 5, Inbound.Count + Outbound.Count + FromPages.Count);
        Assert.Equal(5, NamesOf("direct line->web client").Count());
    }

    [Theory]
    [MemberData(nameof(Inbound))]
    public async Task What_the_channel_posts_has_the_status_of_the_official_adapter(string name)
    {
        var vector = BotFrameworkVectors.Activity(name);
        await using var fake = await FakeConnector.StartAsync();
        // Still: the service URLs of the vectors are nobody's, and no sign of typing may set out for them.
        await using var bot = await BotFrameworkBot.StartAsync(fake, time: new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        if (name == "neg/GET")
        {
            using var client = new HttpClient();
            using var response = await client.GetAsync(new Uri(bot.Endpoint));
            Assert.Equal(405, (int)response.StatusCode);
            return;
        }

        var body = vector.TryGetProperty("activity", out var activity) ? activity : vector.GetProperty("request");
        var text = body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText();
        var serviceUrl = body.ValueKind == JsonValueKind.Object ? body.GetProperty("serviceUrl").GetString()! : fake.ServiceUrl;
        if (name == "in/expectReplies")
        {
            await AnswersInTheResponse(bot, text, serviceUrl);
            return;
        }

        var (status, answer) = await bot.PostAsync(text, fake.Bearer(serviceUrl));

        Assert.Equal(Differs.TryGetValue(name, out var ours) ? ours.Status : vector.GetProperty("expectStatus").GetInt32(), status);
        Assert.Empty(answer);
        var received = bot.Received.SingleOrDefault();
        var became = received is null ? null : received.Text ?? received.Button ?? received.Media.FirstOrDefault()?.Kind;
        Assert.Equal(name == "neg/bot-throws" ? "error" : Becomes.GetValueOrDefault(name), became);
    }

    /// <summary>What we send ourselves has the members and the path of the official adapter; the rest the fake must at least take.</summary>
    [Theory]
    [MemberData(nameof(Outbound))]
    public async Task What_the_bot_posts_goes_where_the_official_adapter_posts_it(string name)
    {
        var vector = BotFrameworkVectors.Activity(name);
        if (vector.GetProperty("http").GetProperty("method").GetString() != "POST")
        {
            Assert.True(name is "out/update#2" or "out/update#3", "we edit and delete nothing");
            return;
        }

        var official = JsonNode.Parse(vector.GetProperty("activity").GetRawText())!.AsObject();
        var path = vector.GetProperty("http").GetProperty("path").GetString()!;
        var to = RecipientOf(official, path);
        Assert.Equal((string?)official["serviceUrl"] + path, to.Address.AbsoluteUri);

        var ours = JsonNode.Parse(BodyOf(name, official, to).Span)!.AsObject();
        foreach (var member in new[] { "type", "serviceUrl", "channelId", "conversation", "replyToId" }.Where(member => ours["type"]!.ToString() == official["type"]!.ToString() || member != "type"))
        {
            Assert.Equal(official[member]?.ToJsonString(), ours[member]?.ToJsonString());
        }

        Assert.Equal((string)official["from"]!["id"]!, (string)ours["from"]!["id"]!);
        Assert.Equal((string)official["recipient"]!["id"]!, (string)ours["recipient"]!["id"]!);
    }

    [Fact]
    public void A_suggested_action_of_ours_has_the_members_of_the_recorded_one()
    {
        var official = BotFrameworkVectors.Activity("out/suggest").GetProperty("activity").GetProperty("suggestedActions").GetProperty("actions")[2];
        var message = BotFrameworkBot.Out("كيف نساعدك؟", new OutboundChoice("3:book", "احجز", "1"));
        var shape = NumberedText.Render(message, BotFrameworkChannelProfile);
        var body = JsonNode.Parse(ActivityWriter.Message(new Recipient("webchat", "c", new ChatReference { ServiceUrl = "https://s.example" }), message, shape, 0, ChoiceForm.Suggested).Span)!;

        var ours = body["suggestedActions"]!["actions"]![0]!.AsObject();

        Assert.Equal(official.EnumerateObject().Select(member => member.Name).Order(), ours.Select(member => member.Key).Order());
        Assert.Equal(official.GetProperty("type").GetString(), (string)ours["type"]!);
    }

    /// <summary>The same activities come through Azure's own Direct Line with another channel id: they read the same.</summary>
    [Theory]
    [MemberData(nameof(FromPages))]
    public void What_a_web_page_sends_reads_alike_through_both_doors(string name)
    {
        var body = BotFrameworkVectors.Activity(name).GetProperty("activity").GetRawText();
        var recorded = JsonNode.Parse(body)!;
        var here = WebChatPost.Read(body)!;
        Assert.Equal(((string?)recorded["type"], (string?)recorded["text"], (string?)recorded["locale"], (string?)recorded["name"]), (here.Type, here.Text ?? here.Button, here.Locale, here.Name));
        Assert.Equal((string?)recorded["channelData"]?["clientActivityID"], here.ClientId);
        var there = Activity.Read(body)!;
        Assert.Equal((here.Type, here.Text, here.Button, here.Locale, here.Name), (there.Type, there.Text, there.Button, there.Locale, there.Name));
    }

    private static async Task AnswersInTheResponse(BotFrameworkBot bot, string text, string serviceUrl)
    {
        bot.Afterwards = message => bot.Channel.SendAsync(message.From, BotFrameworkBot.Out("مرحبا"), CancellationToken.None);
        var (status, answer) = await bot.PostAsync(text, bot.Fake.Bearer(serviceUrl));

        Assert.Equal(200, status);
        var expected = BotFrameworkVectors.Activity("in/expectReplies").GetProperty("expectBodyShape").GetProperty("activities")[0];
        var reply = JsonNode.Parse(answer)!["activities"]!.AsArray().Single()!;
        Assert.Equal("مرحبا", ((string)reply["text"]!).Trim('\u200F'));
        foreach (var member in new[] { "type", "channelId", "serviceUrl", "replyToId" })
        {
            Assert.Equal(expected.GetProperty(member).GetString(), (string)reply[member]!);
        }

        Assert.Empty(bot.Fake.Posts);
    }

    private static Dialogs.Engine.ChannelProfile BotFrameworkChannelProfile => Dialogs.Engine.ChannelProfile.BotFramework;

    private static Recipient RecipientOf(JsonObject official, string path) => new(
        (string)official["channelId"]!,
        (string)official["conversation"]!["id"]!,
        new ChatReference { ServiceUrl = (string)official["serviceUrl"]!, Bot = (string)official["from"]!["id"]!, Person = (string)official["recipient"]!["id"]! },
        path.Split('/') is [.., "activities", var reply] ? reply : null);

    private static ReadOnlyMemory<byte> BodyOf(string name, JsonObject official, Recipient to)
    {
        if ((string)official["type"]! == "typing")
        {
            return ActivityWriter.Typing(to);
        }

        var message = BotFrameworkBot.Out((string?)official["text"] ?? name) with { Tongue = Tongue.Arabic };
        return ActivityWriter.Message(to, message, NumberedText.Render(message, BotFrameworkChannelProfile), 0, ChoiceForm.Suggested);
    }

    private static IEnumerable<string> NamesOf(string direction) =>
        BotFrameworkVectors.Activities.Where(vector => vector.GetProperty("direction").GetString() == direction).Select(vector => vector.GetProperty("name").GetString()!);
}
