using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

public class AccountLanesTests
{
    private const int OpensAfter = 5;

    private static readonly SendRates Ten = new(10, double.PositiveInfinity);
    private static readonly SendResult Down = new SendResult.Failed("no_connection", Retryable: true);

    [Fact]
    public void A_further_link_of_a_channel_has_the_rate_of_the_first_and_what_is_not_listed_has_none()
    {
        var (one, other) = (new SendRates(10, 1), new SendRates(1, 1));
        var rates = new RateTable(new Dictionary<string, SendRates> { ["kannel"] = one, ["twilio-sms"] = other });
        Assert.Equal((one, one, other, SendRates.Unlimited), (rates.Of("kannel"), rates.Of("kannel-libyana"), rates.Of("twilio-sms"), rates.Of("web")));
    }

    [Fact]
    public async Task An_account_sends_as_fast_as_its_rate_and_no_faster()
    {
        using var world = new SenderWorld(rates: Ten);
        await Many(world, 200, Lane.Reply);
        await Pass(world, TimeSpan.FromSeconds(10));

        Assert.InRange(world.Sent.Count, 100, 103);
    }

    [Fact]
    public async Task A_fifth_of_the_rate_is_kept_from_broadcasts_and_a_reply_leaves_at_once()
    {
        using var world = new SenderWorld(rates: Ten);
        await Many(world, 200, Lane.Broadcast);
        await Pass(world, TimeSpan.FromSeconds(10));
        Assert.InRange(world.Sent.Count, 80, 83);

        await world.BeginFor("900", world.Message("رمز البلاغ"));
        await world.Drain();
        Assert.Equal("900 رمز البلاغ", world.Sent[^1]);
    }

    [Fact]
    public async Task Safety_leaves_before_replies_before_reminders_before_broadcasts()
    {
        using var world = new SenderWorld(rates: Ten);
        await Many(world, 10, Lane.Reply);
        await world.Drain();
        world.Sent.Clear();
        foreach (var lane in Enum.GetValues<Lane>().Reverse())
        {
            await world.BeginFor($"{lane}", world.Message($"{lane}") with { Lane = lane });
        }

        await Pass(world, TimeSpan.FromSeconds(5));
        Assert.Equal("Safety Safety", world.Sent[0]);
        Assert.Equal(["Reminder Reminder", "Broadcast Broadcast"], world.Sent.ToArray()[^2..]);
    }

    [Fact]
    public async Task One_person_gets_a_burst_of_three_and_then_one_a_second_while_others_go_on()
    {
        using var world = new SenderWorld(rates: new SendRates(1000, 1));
        await world.Begin([.. Enumerable.Range(0, 10).Select(number => $"رد {number}")]);
        await world.Drain();
        Assert.Equal(3, world.Sent.Count);

        await world.BeginFor("6", world.Message("آخر"));
        await world.Drain();
        Assert.Equal("6 آخر", world.Sent[^1]);

        await Pass(world, TimeSpan.FromSeconds(4));
        Assert.Equal(3 + 1 + 4, world.Sent.Count);
    }

    [Fact]
    public async Task The_parts_of_one_long_reply_do_not_wait_for_the_rate_of_its_person()
    {
        using var world = new SenderWorld(rates: new SendRates(1000, 0.5)) { Profile = ChannelProfile.Sms };
        var parts = string.Join(' ', Enumerable.Repeat("كلمة", 100));
        await world.Begin($"{parts} ١", $"{parts} ٢", $"{parts} ٣", $"{parts} ٤");
        await world.Drain();
        Assert.Equal(3, world.Sent.Count);

        await Pass(world, TimeSpan.FromSeconds(2.1));
        Assert.Equal(4, world.Sent.Count);
    }

    [Fact]
    public async Task An_alert_does_not_wait_for_the_rate_of_its_person()
    {
        using var world = new SenderWorld(rates: new SendRates(1000, 0.01));
        await world.BeginFor("5", [.. Enumerable.Range(0, 10).Select(number => world.Message($"تنبيه {number}") with { Lane = Lane.Safety }), world.Message("رد")]);
        await world.Drain();

        Assert.Equal(10, world.Sent.Count(sent => sent.StartsWith("5 تنبيه", StringComparison.Ordinal)));
        Assert.DoesNotContain("5 رد", world.Sent);
    }

    [Fact]
    public async Task An_sms_counts_in_parts()
    {
        using var world = new SenderWorld(rates: Ten) { Profile = ChannelProfile.Sms };
        for (var person = 0; person < 100; person++)
        {
            await world.BeginFor($"{person}", world.Message(new string('ب', 100)) with { Id = $"{person}" }); // two parts
        }

        await Pass(world, TimeSpan.FromSeconds(10));
        Assert.InRange(world.Sent.Count, 50, 52);
    }

    [Fact]
    public async Task The_choices_under_an_sms_count_too()
    {
        using var world = new SenderWorld(rates: Ten) { Profile = ChannelProfile.Sms };
        OutboundChoice[] choices = [.. Enumerable.Range(1, 9).Select(number => new OutboundChoice($"/{number}", new string('ج', 9), $"{number}"))]; // two parts more
        for (var person = 0; person < 100; person++)
        {
            await world.BeginFor($"{person}", world.Message(new string('ب', 60)) with { Id = $"{person}", Choices = [.. choices] });
        }

        await Pass(world, TimeSpan.FromSeconds(9));
        Assert.InRange(world.Sent.Count, 30, 32);
    }

    [Fact]
    public async Task A_short_wait_that_an_earlier_attempt_is_told_does_not_end_a_longer_one()
    {
        using var world = new SenderWorld();
        var first = new TaskCompletionSource<SendResult>();
        world.Answer = message => message.Text == "أ" ? first.Task : Task.FromResult<SendResult>(new SendResult.Throttled(TimeSpan.FromHours(1), WholeAccount: true));
        await world.BeginFor("1", world.Message("أ"));
        var drain = world.Drain();
        await world.BeginFor("2", world.Message("ب"));
        await world.Drain();
        first.SetResult(new SendResult.Throttled(TimeSpan.FromSeconds(1), WholeAccount: true));
        await drain;

        Assert.Equal(world.Time.GetUtcNow() + TimeSpan.FromHours(1), Assert.Single(world.Sender.Accounts()).PausedUntil);
    }

    [Fact]
    public async Task After_five_failures_the_account_is_left_alone_but_for_probes_and_goes_on_when_one_succeeds()
    {
        using var world = new SenderWorld();
        world.AnswerWith(Down);
        await Many(world, 50, Lane.Reply);
        await world.Drain();
        Assert.Equal(OpensAfter, world.Sent.Count);
        var state = Assert.Single(world.Sender.Accounts());
        Assert.Equal((Circuit.Open, "no_connection", 45), (state.Circuit, state.Reason, state.Replies));

        await Pass(world, TimeSpan.FromMinutes(2));
        Assert.InRange(world.Sent.Count, OpensAfter + 2, OpensAfter + 8);

        world.AnswerWith(new SendResult.Sent("1"));
        await Pass(world, TimeSpan.FromMinutes(6));
        Assert.Equal(Circuit.Closed, Assert.Single(world.Sender.Accounts()).Circuit);
        Assert.Equal(50, world.Sender.Sent);
        Assert.Equal(0, world.Sender.Repeated);
    }

    [Fact]
    public async Task What_expires_while_the_circuit_is_open_is_kept_as_failed()
    {
        using var world = new SenderWorld();
        world.AnswerWith(Down);
        await Many(world, 5, Lane.Reply);
        await world.Begin("أ");
        world.Time.Advance(TimeSpan.FromHours(25));
        await world.Drain();

        Assert.Equal("expired", (await world.Failed("أ"))!.Reason);
    }

    [Fact]
    public async Task A_pause_that_the_provider_asks_for_holds_for_the_whole_account()
    {
        using var world = new SenderWorld();
        world.AnswerWith(new SendResult.Throttled(TimeSpan.FromSeconds(30), WholeAccount: true));
        await Many(world, 50, Lane.Reply);
        await world.Drain();
        await Pass(world, TimeSpan.FromSeconds(29));
        Assert.Single(world.Sent);

        world.AnswerWith(new SendResult.Sent("1"));
        await Pass(world, TimeSpan.FromSeconds(2));
        Assert.Equal(51, world.Sent.Count);
    }

    [Fact]
    public async Task A_worker_that_waits_for_the_rate_is_woken_by_time_and_by_what_comes_in()
    {
        using var world = new SenderWorld(rates: new SendRates(0.1, double.PositiveInfinity));
        using var stop = new CancellationTokenSource();
        var asked = new SemaphoreSlim(0);
        world.Answer = _ =>
        {
            asked.Release();
            return Task.FromResult<SendResult>(new SendResult.Sent("1"));
        };
        await Many(world, 2, Lane.Broadcast);
        var running = world.Sender.RunAsync(stop.Token);
        await asked.WaitAsync();

        // The second broadcast must wait; safety that comes meanwhile leaves first.
        await world.BeginFor("7", world.Message("خطر") with { Lane = Lane.Safety });
        while (!asked.Wait(TimeSpan.FromMilliseconds(20)))
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        while (!asked.Wait(TimeSpan.FromMilliseconds(20)))
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await stop.CancelAsync();
        await running;
        Assert.Equal("7 خطر", world.Sent[1]);
        Assert.Equal(3, world.Sent.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public void Waits_are_chosen_between_half_and_the_whole_and_repeat_from_a_seed(int attempts)
    {
        var (one, same) = (new RetrySchedule(new Random(3)), new RetrySchedule(new Random(3)));
        for (var i = 0; i < 100; i++)
        {
            var wait = one.Wait(attempts);
            Assert.InRange(wait, RetrySchedule.After(attempts) / 2, RetrySchedule.After(attempts));
            Assert.Equal(wait, same.Wait(attempts));
        }
    }

    private static async Task Many(SenderWorld world, int people, Lane lane)
    {
        for (var person = 0; person < people; person++)
        {
            await world.BeginFor($"{100 + person}", world.Message($"{lane} {person}") with { Lane = lane });
        }
    }

    private static async Task Pass(SenderWorld world, TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            world.Time.Advance(step);
            await world.Drain();
        }
    }
}
