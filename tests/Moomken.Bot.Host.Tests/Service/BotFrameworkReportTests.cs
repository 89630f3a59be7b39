using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Moomken.Bot.Conversations;
using Moomken.Bot.Evidence;
using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using SkiaSharp;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>A report in Arabic over <c>/api/messages</c> against the running service, on channels that show choices in three ways.</summary>
[Collection(ServiceTests.Name)]
public sealed class BotFrameworkReportTests : IDisposable
{
    private const string Words = "مسلحون يمنعون الناس من الدخول";
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient client = new();
    private int number;

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("msteams", "ch1")]
    [InlineData("telegram", "ch2")]
    [InlineData("email", "ch2")]
    public async Task A_person_reports_with_a_photo_while_the_service_is_killed_in_the_middle(string channelId, string kid)
    {
        await using var fake = await FakeConnector.StartAsync();
        fake.Patience = ServiceProcess.Patience;
        await using var service = Service(fake);
        await service.Start();
        var talk = new Talk(this, fake, service, channelId, kid);

        await talk.PostAsync(talk.Joined());
        await talk.PostAsync(talk.Joined());
        foreach (var label in new[] { "العربية", "أوافق", "إبلاغ عن حادث", "نعم، في أمان", "العنف والتهديد والأمن", "مسلحون في المركز أو حوله" })
        {
            await talk.PressAsync(label);
        }

        await service.Kill9();
        await service.Start();
        await talk.SayAsync("طرابلس المركز");
        await talk.PressAsync("الآن");
        await talk.SayAsync(Words);
        await talk.HearAsync();
        var photo = talk.Message("");
        photo["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "image/png", ["contentUrl"] = fake.AddFile(Photo(), needsToken: true), ["name"] = "صورة.png" });
        await talk.PostAsync(photo);
        await talk.PostAsync(photo);
        await talk.PressAsync("هذا كل شيء");
        await talk.PressAsync("إرسال دون هوية");
        var last = await talk.HearAsync();
        Assert.Contains("وصل بلاغكم", last.Text, StringComparison.Ordinal);

        await AssertKeptAsync(service);

        // Only what was on its way at the kill may have come twice: the connector gives no way to ask.
        var messages = fake.MessagesTo("a:conv-1").Select(post => post.Activity.ToJsonString()).ToList();
        Assert.InRange(messages.Count - messages.Distinct().Count(), 0, 1);
    }

    [Fact]
    public async Task Forgers_of_every_kind_leave_no_trace()
    {
        await using var fake = await FakeConnector.StartAsync();
        await using var service = Service(fake);
        await service.Start();
        var talk = new Talk(this, fake, service, "msteams", "ch1");
        using var stranger = new FakeKey("ch1", "msteams");
        var body = talk.Message("بلاغ كاذب").ToJsonString();
        var claims = fake.Claims();
        var late = fake.Claims();
        late["exp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 600;
        string?[] headers =
        [
            null, "Bearer x", "Bearer " + stranger.Sign(claims), "Bearer " + fake.ChannelKeys["ch1"].WithoutSignature(claims), "Bearer " + fake.ChannelKeys["ch1"].Sign(late),
            "Bearer " + fake.ChannelKeys["ch1"].SignWithSecret(claims, stranger.PublicPem()), fake.Bearer("https://evil.example/"), fake.Bearer(kid: "ch2"), fake.Bearer(kid: "ch3"),
            "Bearer " + fake.EmulatorKey.Sign(claims),
        ];
        foreach (var header in headers)
        {
            Assert.Equal(401, await PostAsync(service, body, header));
        }

        Assert.Equal(413, await PostAsync(service, "{\"type\":\"message\",\"text\":\"" + new string('x', 5 * 1024 * 1024) + "\"}", fake.Bearer()));
        Assert.Equal(400, await PostAsync(service, "{\"type\":\"message\",\"value\":" + new string('[', 200) + new string(']', 200) + "}", fake.Bearer()));
        await service.Terminate();

        using var storage = OpenStorage.Open(folder.File("data"));
        await using var store = storage.Store;
        Assert.Empty(await store.ReadAsync(reader => reader.Scan(Conversation.Documents, 10)));
        Assert.Empty(await store.ReadAsync(reader => reader.Scan(DeadLetter.Documents, 10)));
        Assert.Empty(fake.Posts);
    }

    private ServiceProcess Service(FakeConnector fake) => new(folder.File("data"), new Dictionary<string, string>
    {
        ["BotFramework__AppId"] = FakeConnector.AppId,
        ["Rates__BotFrameworkPerPersonPerSecond"] = "1000",
        ["BotFramework__AppPassword"] = FakeConnector.AppPassword,
        ["BotFramework__OpenIdMetadataUrl"] = fake.MetadataUrl,
        ["BotFramework__TokenUrl"] = fake.TokenUrl,
    });

    private async Task<int> PostAsync(ServiceProcess service, string body, string? authorization)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, service.Address + "/api/messages") { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>One report, nobody's, with its words and its photo.</summary>
    private async Task AssertKeptAsync(ServiceProcess service)
    {
        var data = folder.File("data");
        await service.Until(() => Task.FromResult(Directory.EnumerateFiles(data, "*.view", SearchOption.AllDirectories).Any()));
        await service.Terminate();
        Assert.DoesNotContain(Words, service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("a:conv-1", service.Output, StringComparison.Ordinal);
        using var storage = OpenStorage.Open(data);
        await using var store = storage.Store;
        var incident = Assert.Single(await store.ReadAsync(reader => reader.Scan(Incident.Documents, 10)));
        Assert.Equal(("VIO-1", "LY021104", null), (incident.Latest.Subtype, incident.Latest.PlaceId, incident.ReporterId));
        var photo = await store.ReadAsync(reader => reader.Get(EvidenceItem.Documents, Assert.Single(incident.Latest.Evidence)));
        Assert.Equal((EvidenceState.Kept, "image/png", true), (photo!.State, photo.ContentType, photo.HasView));
    }

    private static byte[] Photo()
    {
        using var bitmap = new SKBitmap(64, 48);
        bitmap.Erase(SKColors.SteelBlue);
        return bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }

    /// <summary>One chat: what is posted, and the next answer to it.</summary>
    private sealed class Talk(BotFrameworkReportTests tests, FakeConnector fake, ServiceProcess service, string channelId, string kid)
    {
        private const string Conversation = "a:conv-1";
        private ConnectorPost? last;
        private int heard;

        public JsonObject Joined()
        {
            var activity = Message("");
            activity["type"] = "conversationUpdate";
            activity["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "user-1" }, new JsonObject { ["id"] = "bot-1" });
            return activity;
        }

        public JsonObject Message(string text) => new()
        {
            ["type"] = "message",
            ["id"] = $"in-{++tests.number}",
            ["timestamp"] = "2026-11-22T10:00:00.000Z",
            ["serviceUrl"] = fake.ServiceUrl,
            ["channelId"] = channelId,
            ["from"] = new JsonObject { ["id"] = "user-1", ["name"] = "فاطمة" },
            ["conversation"] = new JsonObject { ["id"] = Conversation, ["conversationType"] = "personal" },
            ["recipient"] = new JsonObject { ["id"] = "bot-1" },
            ["locale"] = "ar-LY",
            ["text"] = text,
        };

        public async Task PostAsync(JsonObject activity) => Assert.Equal(200, await tests.PostAsync(service, activity.ToJsonString(), fake.Bearer(kid: kid)));

        /// <summary>The next message that is not the last one once more: whoever was killed after sending may send again.</summary>
        public async Task<ConnectorPost> HearAsync()
        {
            while (true)
            {
                var post = await fake.NextAsync(Conversation, heard++);
                if (last is null || post.Activity.ToJsonString() != last.Activity.ToJsonString())
                {
                    return last = post;
                }
            }
        }

        public async Task SayAsync(string text)
        {
            await HearAsync();
            await PostAsync(Message(text));
        }

        /// <summary>As the channel's app does: it sends the value back, or the words, or the person types the number.</summary>
        public async Task PressAsync(string label)
        {
            var question = await HearAsync();
            var action = question.Actions.FirstOrDefault(action => (string?)action["title"] == label);
            if (action is not null && (string?)action["type"] == "messageBack")
            {
                var press = Message((string)action["text"]!);
                press["value"] = action["value"]!.DeepClone();
                await PostAsync(press);
                return;
            }

            var typed = action is not null ? (string)action["value"]! : NumberOf(question.Text, label);
            await PostAsync(Message(typed));
        }

        private static string NumberOf(string text, string label) =>
            text.Split('\n').Select(line => line.Trim('\u200F', '\u2068', '\u2069', ' ')).FirstOrDefault(line => line.EndsWith(" " + label, StringComparison.Ordinal))?.Split(' ')[0] ?? label;
    }
}
