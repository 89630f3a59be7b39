using Moomken.Bot.Fakes.Chaos;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Tests.Channels.Chaos;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

/// <summary>
/// The outbox and the real channel, with the storm in both directions: before sends and look-ups there, and before callbacks here, of
/// which a good part never comes. What an answer left open Twilio's list says in the end, and nothing is sent again before: so
/// nothing at all comes twice, and nothing is given up.
/// </summary>
internal static class TwilioStorm
{
    private const int People = 60;
    private const int AtOnce = 2;
    private const string TooMany = """{"code":20429,"message":"Too Many Requests","more_info":"https://www.twilio.com/docs/errors/20429","status":429}""";

    public static async Task<string> Blow()
    {
        await using var fake = await FakeTwilio.Start();
        await using var proxy = await ChaosProxy.Start(fake.BaseUrl, seed: 17, TooMany);
        await using var bot = await TwilioBot.Start(
            fake,
            settings =>
            {
                settings["Twilio:ApiBaseUrl"] = proxy.BaseUrl;
                settings["Twilio:SendTimeoutSeconds"] = "3";
            },
            TimeProvider.System);
        await using var callbacks = await ChaosProxy.Start(bot.Address, seed: 23);
        fake.Connect(TwilioBot.PublicUrl, callbacks.BaseUrl);
        await using var store = new InMemoryStore();
        using var storm = new Storm(store, bot.Vault, bot.WhatsApp);
        bot.Taking = storm.Reports.TakeAsync;
        for (var i = 0; i < People; i++)
        {
            await storm.Offer(new ChannelAddress(bot.WhatsApp.Name, bot.WhatsApp.Account, $"+2189112300{i:00}"), AtOnce);
        }

        await storm.Blow(proxy, callbacks);

        var arrived = storm.CheckNothingLost(user => fake.MessagesTo(user).Select(message => message.Body));
        Assert.DoesNotContain(arrived, mark => mark.Value != 1);
        Assert.Empty(storm.GivenUp);
        Assert.Equal(0, storm.Sender.Repeated);
        Assert.Empty(fake.Wrongs);
        var unread = proxy.Calls.Count(call => call.Body.Length == 0 && call.Trouble is not Trouble.None and not Trouble.Delayed);
        Assert.True(unread > 0, "every look-up was answered: it was not tried what happens otherwise");
        return $"{storm.Told(arrived, proxy)} {unread} look-ups not answered, {callbacks.Calls.Count(call => call.Trouble is not Trouble.None and not Trouble.Delayed)} callbacks lost or not acknowledged.";
    }
}
