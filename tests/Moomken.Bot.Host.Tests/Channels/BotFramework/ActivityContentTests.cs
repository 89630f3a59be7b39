using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Host.Channels.BotFramework;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

/// <summary>What an activity of each kind becomes.</summary>
public sealed class ActivityContentTests
{
    private static readonly BotFrameworkOptions Options = new() { AppId = FakeConnector.AppId };
    private static readonly ActivityJudge Judge = new(Options, new FakeTimeProvider());

    [Fact]
    public void A_press_brings_its_payload_and_its_words_are_not_read()
    {
        var message = Said(activity =>
        {
            activity["text"] = "نعم";
            activity["value"] = new JsonObject { ["moomken"] = "3:yes" };
        });
        Assert.Equal(("3:yes", null), (message.Button, message.Text));
    }

    [Theory]
    [InlineData("""{"moomken":7}""")]
    [InlineData("""{"moomken":"زر"}""")]
    [InlineData("""{"other":"3:yes"}""")]
    [InlineData("\"3:yes\"")]
    [InlineData("[1]")]
    public void A_card_that_is_none_of_ours_is_answered_with_what_is_accepted(string value)
    {
        var message = Said(activity => activity["value"] = JsonNode.Parse(value));
        Assert.Equal((null, "card"), (message.Button, message.UnsupportedKind));
    }

    [Fact]
    public void The_mention_of_ourselves_goes_and_that_of_others_stays()
    {
        var message = Said(activity =>
        {
            activity["text"] = "<at>Moomken</at> رأيت <at>علي</at> هناك";
            activity["entities"] = new JsonArray(EndpointTests.Mention("bot1@x", "<at>Moomken</at>"), EndpointTests.Mention("29:ali", "<at>علي</at>"));
        });
        Assert.Equal("رأيت <at>علي</at> هناك", message.Text);
    }

    [Fact]
    public void Markup_of_an_xml_text_is_taken_off() =>
        Assert.Equal("صندوق & مفتوح", Said(activity =>
        {
            activity["text"] = "<p>صندوق &amp; <b>مفتوح</b></p>";
            activity["textFormat"] = "xml";
        }).Text);

    [Fact]
    public void Angle_brackets_of_a_plain_text_are_the_persons_words() => Assert.Equal("1 <2> 3", Said(activity => activity["text"] = "1 <2> 3").Text);

    [Fact]
    public void A_place_is_a_place()
    {
        var message = Said(activity => activity["entities"] = new JsonArray(new JsonObject
        {
            ["type"] = "Place",
            ["name"] = "مدرسة الأمل",
            ["geo"] = new JsonObject { ["type"] = "GeoCoordinates", ["latitude"] = 32.88, ["longitude"] = 13.19 },
        }));
        Assert.Equal((new GeoPoint(32.88, 13.19), "مدرسة الأمل"), (message.Location, message.LocationName));
    }

    [Fact]
    public void Files_are_taken_and_only_those_at_the_service_URL_with_our_token()
    {
        var message = Said(activity => activity["attachments"] = new JsonArray(
            File("image/png", "https://smba.example/amer/v3/attachments/1", "صورة.png"),
            File("image/jpeg", "https://smba.example.evil.example/x", null),
            File("audio/ogg; codecs=opus", "https://SMBA.example:443/x", null),
            File("video/mp4", "http://smba.example/x", null),
            new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.teams.file.download.info",
                ["contentUrl"] = "https://tenant.sharepoint.example/x",
                ["name"] = "محضر.pdf",
                ["content"] = new JsonObject { ["downloadUrl"] = "https://tenant.sharepoint.example/download?t=1" },
            },
            new JsonObject { ["contentType"] = "text/html", ["content"] = "<p>x</p>" },
            new JsonObject { ["contentType"] = "application/vnd.microsoft.card.hero", ["contentUrl"] = "https://smba.example/card" }));

        Assert.Equal(
            [
                new("photo", "token https://smba.example/amer/v3/attachments/1", "صورة.png", "image/png", null),
                new("photo", "open https://smba.example.evil.example/x", null, "image/jpeg", null),
                new("audio", "token https://SMBA.example:443/x", null, "audio/ogg", null),
                new("video", "open http://smba.example/x", null, "video/mp4", null),
                new InboundMedia("document", "open https://tenant.sharepoint.example/download?t=1", "محضر.pdf", null, null),
            ],
            message.Media);
    }

    [Fact]
    public void A_message_of_nothing_is_answered_with_what_is_accepted() => Assert.Equal("empty", Said(_ => { }).UnsupportedKind);

    [Fact]
    public void An_edit_names_what_it_edits_and_is_another_message()
    {
        var edit = Said(activity => (activity["type"], activity["text"]) = ("messageUpdate", "تصحيح"));
        Assert.Equal((InboundKind.Edited, "a1", "تصحيح"), (edit.Kind, edit.Refers, edit.Text));
        Assert.NotEqual("a1", edit.MessageId);
        Assert.NotEqual(edit.MessageId, Said(activity => (activity["type"], activity["text"]) = ("messageUpdate", "تصحيح آخر")).MessageId);
    }

    [Theory]
    [InlineData("messageReaction")]
    [InlineData("messageDelete")]
    [InlineData("typing")]
    [InlineData("trace")]
    [InlineData("event")]
    [InlineData("handoff")]
    [InlineData("x-of-tomorrow")]
    public void What_is_not_said_to_us_is_ignored(string type) => Assert.IsType<ActivityVerdict.Ignored>(Verdict(activity => activity["type"] = type));

    [Fact]
    public void Whoever_joins_is_greeted_and_the_bot_itself_is_not()
    {
        var joined = Assert.IsType<ActivityVerdict.Joined>(Verdict(activity => (activity["type"], activity["membersAdded"]) = ("conversationUpdate", Members("u1", "bot1@x"))));
        Assert.Equal(("/start", "joined"), (joined.Message.Text, joined.Message.MessageId));
        Assert.IsType<ActivityVerdict.Ignored>(Verdict(activity => (activity["type"], activity["membersAdded"]) = ("conversationUpdate", Members("bot1@x"))));
        Assert.IsType<ActivityVerdict.Joined>(Verdict(activity => (activity["type"], activity["action"]) = ("installationUpdate", "add")));
    }

    [Fact]
    public void Whoever_leaves_or_takes_the_bot_away_is_not_written_to()
    {
        foreach (var left in new[]
        {
            Verdict(activity => activity["type"] = "endOfConversation"),
            Verdict(activity => (activity["type"], activity["action"]) = ("installationUpdate", "remove")),
            Verdict(activity => (activity["type"], activity["membersRemoved"]) = ("conversationUpdate", Members("bot1@x"))),
        })
        {
            Assert.Equal(InboundKind.Blocked, Assert.IsType<ActivityVerdict.Left>(left).Message.Kind);
        }
    }

    [Fact]
    public void A_message_without_an_id_is_known_by_its_body()
    {
        var one = Said(activity => activity.Remove("id"));
        Assert.StartsWith("body-", one.MessageId, StringComparison.Ordinal);
        Assert.Equal(one.MessageId, Said(activity => activity.Remove("id")).MessageId);
        Assert.NotEqual(one.MessageId, Said(activity =>
        {
            activity.Remove("id");
            activity["timestamp"] = "2026-11-22T10:00:01Z";
        }).MessageId);
    }

    [Fact]
    public void Half_an_emoji_costs_only_itself()
    {
        var activity = Activity.Read("""{"type":"message","channelId":"webchat","conversation":{"id":"c"},"text":"بلاغ \ud83d عاجل"}""")!;
        Assert.Equal("بلاغ \uFFFD عاجل", activity.Text);
    }

    [Theory]
    [InlineData("{\"type\":\"message\",\"from\":7,\"conversation\":[],\"recipient\":\"x\",\"attachments\":{},\"entities\":[7,null,{\"type\":\"mention\"}],\"membersAdded\":[1,{}],\"timestamp\":\"never\",\"value\":null,\"text\":{}}")]
    [InlineData("{\"type\":\"message\",\"channelId\":\"webchat\",\"conversation\":{\"id\":\"c\"},\"attachments\":[null,1,{},{\"contentUrl\":7},{\"contentUrl\":\"::::\"}],\"serviceUrl\":\"::\"}")]
    public void Members_of_another_type_are_as_if_they_were_not_there(string body) => Assert.NotNull(Judge.Judge(Activity.Read(body)!, body));

    private static JsonArray Members(params string[] ids) => [.. ids.Select(id => new JsonObject { ["id"] = id })];

    private static JsonObject File(string type, string url, string? name) => new() { ["contentType"] = type, ["contentUrl"] = url, ["name"] = name };

    private static InboundMessage Said(Action<JsonObject> change) => Assert.IsType<ActivityVerdict.Said>(Verdict(change)).Message;

    private static ActivityVerdict Verdict(Action<JsonObject> change)
    {
        var activity = new JsonObject
        {
            ["type"] = "message",
            ["id"] = "a1",
            ["timestamp"] = "2026-11-22T10:00:00Z",
            ["channelId"] = "msteams",
            ["serviceUrl"] = "https://smba.example/amer/",
            ["from"] = new JsonObject { ["id"] = "u1" },
            ["recipient"] = new JsonObject { ["id"] = "bot1@x" },
            ["conversation"] = new JsonObject { ["id"] = "a:1", ["conversationType"] = "personal" },
        };
        change(activity);
        var body = activity.ToJsonString();
        return Judge.Judge(Activity.Read(body)!, body);
    }
}
