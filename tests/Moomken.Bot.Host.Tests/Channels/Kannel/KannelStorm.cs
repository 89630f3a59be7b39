using Moomken.Bot.Fakes.Chaos;
using Moomken.Bot.Fakes.Kannel;
using Moomken.Bot.Host.Tests.Channels.Chaos;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Kannel;

/// <summary>
/// The outbox and the real channel, with the storm in both directions: before sendsms there, and before the reports here, which
/// smsbox brings until they are taken. The report says what the answer left open, so nothing comes twice; what was cut twice before
/// it was taken is given up, since nobody could know.
/// </summary>
internal static class KannelStorm
{
    private const int People = 40;
    private const int AtOnce = 4;

    public static async Task<string> Blow()
    {
        await using var fake = await FakeSendSms.Start();
        await using var proxy = await ChaosProxy.Start(fake.BaseUrl, seed: 29);
        await using var callbacks = await ChaosProxy.Start("", seed: 37);
        await using var bot = await KannelBot.Start(fake, settings =>
        {
            settings["Kannel:SendUrl"] = fake.SendUrl.Replace(fake.BaseUrl, proxy.BaseUrl, StringComparison.Ordinal);
            settings["Kannel:CallbackBaseUrl"] = callbacks.BaseUrl;
            settings["Kannel:SendTimeoutSeconds"] = "2";
            settings["Kannel:ReportWaitSeconds"] = "20";
        });
        callbacks.Target = bot.Address;
        fake.Reports = true;

        // Each cut makes us ask first whether Kannel is there, and everything waits when that is cut as well: half the usual trouble is plenty.
        proxy.Each = 4;
        await using var store = new InMemoryStore();
        using var storm = new Storm(store, bot.Vault, bot.Channel);
        bot.Before = said => said is DeliveryReport report ? storm.Reports.TakeAsync(report, CancellationToken.None) : Task.CompletedTask;
        for (var i = 0; i < People; i++)
        {
            await storm.Offer(new ChannelAddress(bot.Channel.Name, bot.Channel.Account, $"+2189100000{i:00}"), AtOnce);
        }

        await storm.Blow(proxy, callbacks);

        var arrived = storm.CheckNothingLost(user => fake.Taken.Where(sms => sms.To == user).Select(sms => sms.Text));
        Assert.DoesNotContain(arrived, mark => mark.Value > 1);
        Assert.All(storm.GivenUp, given => Assert.Equal(
            (RetrySchedule.TriesWhenUnknown, "unknown"),
            (proxy.Calls.Count(call => Storm.MarkIn(call.Body) == given.Key && call.IsUnanswered), given.Value.Reason.Split(':')[0])));
        return $"{storm.Told(arrived, proxy)} {callbacks.Calls.Count(call => call.Trouble is not Trouble.None and not Trouble.Delayed)} reports lost or not acknowledged.";
    }
}
