using System.Text.Json;
using System.Text.Json.Nodes;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Channels.Twilio;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

/// <summary>Twilio's own client: what it signs we take, what we sign it takes, and it works against the fake as against Twilio.</summary>
public sealed class TwilioClientTests : IAsyncLifetime
{
    private const string Fatima = "+218911234567";
    private const string MessagePath = "/webhooks/twilio/message";
    private static readonly string Folder = Path.Combine(NodeProgram.Checkout(), "tests", "node", "twilio");
    private FakeTwilio fake = null!;
    private TwilioBot bot = null!;
    private NodeProgram node = null!;

    public async ValueTask InitializeAsync()
    {
        await NodeProgram.Install(Folder, "twilio");
        fake = await FakeTwilio.Start();
        bot = await TwilioBot.Start(fake);
        node = NodeProgram.Start(Folder, "check.mjs", fake.Account, fake.Token, fake.BaseUrl);
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await bot.DisposeAsync();
        await fake.DisposeAsync();
    }

    [Fact]
    public async Task What_the_official_client_signs_is_taken()
    {
        var fields = Json(fake.WhatsApp(Fatima, ("Body", "السلام عليكم\nسطر ثانٍ 👍🏽 & = + %"), ("MessageType", "text"), ("Empty", "")));
        fields["Repeated"] = new JsonArray("2", "1", "2");
        fields["repeated"] = "3";
        foreach (var query in new[] { "", "?x=it's&tag=%D9%85&y=a+b", "?" })
        {
            fields["MessageSid"] = $"SM{query.Length}";
            var answer = await Ask("post", ("url", TwilioBot.PublicUrl + MessagePath + query), ("dial", bot.Address + MessagePath + query), ("fields", fields.DeepClone()));
            Assert.Equal(200, (int)answer["status"]!);
            Assert.StartsWith("text/xml", (string)answer["type"]!, StringComparison.Ordinal);
        }

        Assert.Equal(3, bot.Received.Count);
        Assert.All(bot.Received, message => Assert.Equal("السلام عليكم\nسطر ثانٍ 👍🏽 & = + %", message.Text));
    }

    [Fact]
    public async Task What_it_signs_for_another_address_is_refused()
    {
        var answer = await Ask("post", ("url", bot.Address + MessagePath), ("dial", bot.Address + MessagePath), ("fields", Json(fake.WhatsApp(Fatima, ("Body", "x")))));

        Assert.Equal(403, (int)answer["status"]!);
        Assert.Empty(bot.Received);
    }

    [Fact]
    public async Task It_finds_our_signatures_good()
    {
        var form = fake.WhatsApp(Fatima, ("Body", "نعم 😀"), ("Empty", ""));
        const string url = "https://bot.example.ly/w?a=%D9%85&b='";
        var ours = TwilioSignature.Of(fake.Token, url, TwilioForm.Of(form.Select(field => (field.Key, field.Value))));

        Assert.Equal(TwilioSigner.Sign(fake.Token, url, form), ours);
        Assert.True((bool)(await Ask("validate", ("url", url), ("fields", Json(form)), ("signature", ours)))["good"]!);
        Assert.False((bool)(await Ask("validate", ("url", url + "x"), ("fields", Json(form)), ("signature", ours)))["good"]!);
    }

    [Fact]
    public async Task It_works_against_the_fake_as_we_do()
    {
        var created = await Ask("create", ("fields", new JsonObject { ["to"] = "whatsapp:" + Fatima, ["from"] = "whatsapp:" + fake.WhatsAppNumber, ["body"] = "وصل بلاغكم" }));
        Assert.Equal(fake.Sent[0].Sid, (string)created["sid"]!);
        var message = bot.Message("من البوت", ("1:a", "نعم"));
        await bot.WhatsApp.SendAsync(bot.Attempt(bot.WhatsApp, Fatima, message), default);

        var listed = await Ask("list", ("to", "whatsapp:" + Fatima));
        Assert.Equal(fake.Sent.Reverse().Select(sent => sent.Sid), listed["sids"]!.AsArray().Select(sid => (string)sid!));
        Assert.Equal("moomken_v1_buttons_1", (string)Assert.Single((await Ask("contents"))["names"]!.AsArray())!);

        fake.FailNext("messages", TwilioFailure.OptedOut);
        var refused = await Ask("create", ("fields", new JsonObject { ["to"] = Fatima, ["from"] = fake.SmsNumber, ["body"] = "x" }));
        Assert.Equal((21610, 400), ((int)refused["code"]!, (int)refused["status"]!));
    }

    private async Task<JsonNode> Ask(string what, params (string Name, JsonNode? Value)[] arguments)
    {
        await node.Tell(new JsonObject([new("do", what), .. arguments.Select(argument => KeyValuePair.Create(argument.Name, argument.Value))]));
        return await node.Next(what);
    }

    private static JsonObject Json(IReadOnlyDictionary<string, string> form) => (JsonObject)JsonSerializer.SerializeToNode(form)!;
}
