using Moomken.Bot.Fakes.Chaos;
using Moomken.Bot.Fakes.Twilio;
using Moomken.Bot.Host.Tests.Channels.Chaos;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

/// <summary>
/// The outbox and the real channel over a bad network in both directions: sends and look-ups there, callbacks here, of which
/// a good part never comes. What an answer left open Twilio's callback or its list says, so nothing comes twice unless the list
/// could not be read either, and each such repeat is counted.
/// </summary>
public class TwilioChaosTests(ITestOutputHelper output)
{
    private const int People = 60;
    private const int MessagesEach = 4;
    private const string TooMany = """{"code":20429,"message":"Too Many Requests","more_info":"https://www.twilio.com/docs/errors/20429","status":429}""";

    [Fact]
    public async Task Over_a_bad_network_nothing_is_lost_and_nothing_comes_twice_that_twilio_could_tell()
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
            await storm.Offer(new ChannelAddress(bot.WhatsApp.Name, bot.WhatsApp.Account, $"+2189112300{i:00}"), MessagesEach);
        }

        await storm.Blow(TimeSpan.FromSeconds(20), proxy, callbacks);

        var arrived = storm.CheckNothingLost(user => fake.MessagesTo(user).Select(message => message.Body));
        Assert.All(storm.GivenUp.Values, given => Assert.StartsWith("unknown", given.Reason, StringComparison.Ordinal));
        var unread = proxy.Calls.Count(call => call.Body.Length == 0 && call.Trouble is not Trouble.None and not Trouble.Delayed);
        Assert.InRange(arrived.Values.Sum(times => Math.Max(0, times - 1)), 0, storm.Sender.Repeated);
        Assert.InRange(storm.Sender.Repeated, 0, unread);
        output.WriteLine($"{storm.Told(arrived, proxy)} {unread} look-ups not answered, {callbacks.Calls.Count(call => call.Trouble is not Trouble.None and not Trouble.Delayed)} callbacks lost or not acknowledged.");
        Assert.Empty(fake.Wrongs);
    }
}
