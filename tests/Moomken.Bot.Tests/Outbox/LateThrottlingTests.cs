using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

/// <summary>A provider that takes a message, and says only in its report that the account is too fast or not allowed.</summary>
public class LateThrottlingTests
{
    private static readonly SendResult TooFast = new SendResult.Throttled(TimeSpan.FromHours(1), WholeAccount: true);

    [Fact]
    public async Task The_whole_account_waits_and_no_try_is_used_up()
    {
        using var world = await SentOnce();
        for (var report = 1; report <= 5; report++)
        {
            await world.Report("أ", DeliveryState.Failed, TooFast, $"{report}");
            await world.BeginFor($"other{report}", world.Message($"آخر{report}"));
            await world.Wait(TimeSpan.FromMinutes(59));
            Assert.Equal(report, world.Sent.Count(sent => sent == "5 أ"));
            Assert.DoesNotContain($"other{report} آخر{report}", world.Sent);
            await world.Wait(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(6, world.Sent.Count(sent => sent == "5 أ"));
        Assert.Contains("other5 آخر5", world.Sent);
        Assert.Null(await world.Failed("أ"));
    }

    [Fact]
    public async Task Another_node_and_the_same_after_a_restart_know_that_the_account_waits()
    {
        using var world = await SentOnce();
        await world.Report("أ", DeliveryState.Failed, TooFast, "1");
        await world.Restart();

        Assert.Equal(world.Time.GetUtcNow() + TimeSpan.FromHours(1), Assert.Single(world.Sender.Accounts()).PausedUntil);
    }

    [Fact]
    public async Task What_only_the_operator_can_mend_is_tried_until_the_message_is_of_no_use_any_more()
    {
        using var world = await SentOnce();
        for (var report = 1; await world.Failed("أ") is null && report < 1000; report++)
        {
            await world.Report("أ", DeliveryState.Failed, new SendResult.Failed(SendResult.Configuration, Retryable: true), $"{report}");
            await world.Wait(TimeSpan.FromMinutes(30));
        }

        Assert.InRange(world.Sent.Count, 24, 50);
        Assert.EndsWith("configuration", (await world.Failed("أ"))!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phone_that_is_off_has_its_two_tries_after_a_wait_of_the_account()
    {
        using var world = await SentOnce();
        await world.Report("أ", DeliveryState.Failed, TooFast, "1");
        for (var report = 2; report <= 4; report++)
        {
            await world.Wait(TimeSpan.FromMinutes(61));
            Assert.Null(await world.Failed("أ"));
            await world.Report("أ", DeliveryState.Failed, new SendResult.Failed("handset_unreachable", Retryable: true), $"{report}");
        }

        Assert.Equal(4, world.Sent.Count);
        Assert.Equal("handset_unreachable", (await world.Failed("أ"))!.Reason);
    }

    private static async Task<SenderWorld> SentOnce()
    {
        var world = new SenderWorld { ReportsWithin = TimeSpan.FromMinutes(2) };
        var sent = 0;
        world.Answer = message => Task.FromResult<SendResult>(new SendResult.Sent(message.Text == "أ" ? $"{++sent}" : "other"));
        await world.Begin("أ");
        await world.Drain();
        return world;
    }
}
