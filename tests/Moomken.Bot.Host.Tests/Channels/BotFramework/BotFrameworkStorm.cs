using Moomken.Bot.Fakes.BotFramework;
using Moomken.Bot.Fakes.Chaos;
using Moomken.Bot.Host.Channels.BotFramework;
using Moomken.Bot.Host.Tests.Channels.Chaos;
using Moomken.Bot.Sealing;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

/// <summary>
/// The outbox and the real channel, with the storm before the connector and before the token endpoint. The connector has no key
/// for a repeat and no list to ask, so an attempt without an answer is made once more: that, and nothing else, may come twice.
/// </summary>
internal static class BotFrameworkStorm
{
    private const int People = 40;
    private const int AtOnce = 4;
    private const string TooMany = """{"error":{"code":"ServiceError","message":"Too many requests"}}""";

    public static async Task<string> Blow()
    {
        await using var fake = await FakeConnector.StartAsync();
        await using var proxy = await ChaosProxy.Start(fake.BaseUrl, seed: 11, TooMany);
        await using var bot = await BotFrameworkBot.StartAsync(fake, settings =>
        {
            settings["BotFramework:TokenUrl"] = fake.TokenUrl.Replace(fake.BaseUrl, proxy.BaseUrl, StringComparison.Ordinal);
            settings["BotFramework:SendTimeoutSeconds"] = "3";
        });
        using var storm = new Storm(bot.Store, bot.Part<Vault>(), bot.Channel);
        var chats = bot.Part<ChatReferences>();
        for (var i = 0; i < People; i++)
        {
            // As the connector introduced the chat: behind the bad network, and proved, so that our token goes there.
            var address = bot.AddressOf($"conv{i:00}");
            await storm.Offer(address, AtOnce, chats.Keeping(address, new ChatReference { ServiceUrl = proxy.BaseUrl + "/amer/", MayHaveToken = true, Person = "dl_user1", Bot = "bot1@x" }));
        }

        await storm.Blow(proxy);

        Assert.All(fake.Posts, post => Assert.Equal(fake.CurrentToken, post.Token));
        return storm.CheckOnlyUnansweredCameTwice(proxy, user => fake.MessagesTo(ChatReference.Parts(user).Conversation).Select(post => post.Text));
    }
}
