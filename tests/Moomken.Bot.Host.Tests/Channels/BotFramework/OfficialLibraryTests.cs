using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Host.Tests.Channels.Telegram;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

/// <summary>Microsoft's library from npm: it judges the same tokens, its client sends to our fake, and its receiving side reads our replies.</summary>
public sealed class OfficialLibraryTests
{
    private static readonly string Folder = Path.Combine(NodeProgram.Checkout(), "tests", "node", "botframework");

    [Fact]
    public async Task Botbuilder_agrees_with_our_verdicts_our_fake_and_our_replies()
    {
        // Before the clock stands still: the first time it takes longer than the tokens are young.
        await NodeProgram.Install(Folder, "botframework-connector");
        await using var fake = await FakeConnector.StartAsync();
        await using var bot = await BotFrameworkBot.StartAsync(fake, settings => settings["BotFramework:AllowEmulator"] = "true", new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        await using var node = NodeProgram.Start(
            Folder, "check.mjs", fake.MetadataUrl, fake.EmulatorMetadataUrl, fake.TokenUrl, fake.ServiceUrl, FakeConnector.AppId, FakeConnector.AppPassword);

        var sent = await node.Next("sent");
        Assert.Equal(("out-1", "out-2"), ((string?)sent["replied"], (string?)sent["sent"]));
        Assert.Equal(["in-1", null], fake.MessagesTo("a:1|x").Select(post => post.ReplyTo));

        await OurRepliesAreRead(bot, node, (string)(await node.Next("listening"))["url"]!);
        await TheVerdictsAreTheSame(fake, bot, node);
        node.EndInput();
        Assert.Equal(0, await node.Exit());
    }

    private static async Task OurRepliesAreRead(BotFrameworkBot bot, NodeProgram node, string url)
    {
        var message = bot.Message("مرحبا", "a:1|livechat");
        message["serviceUrl"] = url;
        Assert.Equal(200, (await bot.PostAsync(message)).Status);

        var result = await bot.SendAsync("كيف نساعدكم؟", "a:1|livechat", "webchat", new OutboundChoice("3:report", "إبلاغ", "1"));

        Assert.Equal(new SendResult.Sent("from-node"), result);
        var taken = await node.Next("taken");
        Assert.Equal(("reply", "a:1|livechat", (string?)message["id"]), ((string?)taken["kind"], (string?)taken["conversation"], (string?)taken["replyTo"]));
        Assert.Equal("3:report", (string?)taken["activity"]!["suggestedActions"]!["actions"]![0]!["value"]!["moomken"]);
    }

    private static async Task TheVerdictsAreTheSame(FakeConnector fake, BotFrameworkBot bot, NodeProgram node)
    {
        foreach (var verdict in BotFrameworkVectors.Verdicts)
        {
            var name = verdict.GetProperty("name").GetString()!;
            var header = JwtVectors.HeaderOf(fake, verdict);
            var activity = bot.Activity("message", change: activity =>
            {
                activity["channelId"] = verdict.GetProperty("activityChannelId").GetString();
                activity["serviceUrl"] = verdict.GetProperty("activityServiceUrl").GetString();
            });

            await node.Say(new JsonObject { ["header"] = header, ["activity"] = activity.DeepClone() });
            var theirs = (bool)(await node.Next("judged"))["accept"]!;
            var ours = (await bot.PostAsync(activity.ToJsonString(), header)).Status == 200;

            Assert.True(theirs == verdict.GetProperty("accept").GetBoolean(), $"{name}: the library judges otherwise than when it was recorded");
            Assert.True(ours == (theirs && !JwtVerdictTests.IsStricter(name)), $"{name}: they {theirs}, we {ours}");
        }
    }
}
