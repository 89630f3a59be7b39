using Moomken.Bot.Messages;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

public class DoubtTests
{
    private static readonly SendResult NoAnswer = new SendResult.Unknown("timeout");
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Without_reports_an_answer_is_repeated_once_and_counted_and_then_given_up()
    {
        using var world = new SenderWorld();
        world.AnswerWith(NoAnswer);
        await world.Begin("أ");
        await world.Drain();
        await world.Wait(TimeSpan.FromMinutes(1));
        await world.Wait(TimeSpan.FromMinutes(10));

        Assert.Equal(["5 أ", "5 أ"], world.Sent);
        Assert.Equal(1, world.Sender.Repeated);
        Assert.Equal("unknown: timeout", (await world.Failed("أ"))!.Reason);
    }

    [Fact]
    public async Task A_reminder_of_unknown_outcome_is_not_repeated()
    {
        using var world = new SenderWorld();
        world.AnswerWith(NoAnswer);
        await world.Turn(await world.Begin(), world.Message("تذكير") with { Lane = Lane.Reminder });
        await world.Drain();
        await world.Wait(TimeSpan.FromMinutes(10));

        Assert.Single(world.Sent);
        Assert.Equal("unknown: timeout", (await world.Failed("تذكير"))!.Reason);
    }

    [Fact]
    public async Task The_provider_is_asked_before_anything_is_repeated()
    {
        using var world = new SenderWorld { Found = _ => new SendResult.Sent("SM1") };
        world.AnswerWith(NoAnswer);
        await world.Begin("أ");
        await world.Drain();
        await world.Wait(TimeSpan.FromMinutes(10));

        Assert.Equal((1, 1, 1L), (world.Sent.Count, world.LookedUp.Count, world.Sender.Sent));
        Assert.Equal("SM1", world.Log.Entries["أ"]);
    }

    [Fact]
    public async Task Where_reports_come_they_are_waited_for_before_anything_is_repeated()
    {
        using var world = Followed();
        world.AnswerWith(NoAnswer);
        await world.Begin("أ", "ب");
        await world.Drain();
        await world.Wait(Within - TimeSpan.FromSeconds(1));
        Assert.Equal(["5 أ"], world.Sent);
        Assert.Equal(1, world.Sender.Count().InDoubt);

        world.AnswerWith(new SendResult.Sent("1"));
        await world.Report("أ", DeliveryState.Sent);
        await world.Drain();
        await world.Wait(TimeSpan.FromHours(1));

        Assert.Equal(["5 أ", "5 ب"], world.Sent);
        Assert.Equal(0, world.Sender.Repeated);
    }

    [Fact]
    public async Task When_no_report_comes_an_answer_is_repeated_once_and_then_given_up()
    {
        using var world = Followed();
        world.AnswerWith(NoAnswer);
        await world.Begin("أ");
        await world.Drain();
        await world.Wait(Within);
        Assert.Equal(["5 أ", "5 أ"], world.Sent);

        await world.Wait(Within);
        await world.Wait(TimeSpan.FromHours(1));
        Assert.Equal(["5 أ", "5 أ"], world.Sent);
        Assert.Equal(1, world.Sender.Repeated);
        Assert.Equal("unknown: timeout", (await world.Failed("أ"))!.Reason);
    }

    [Fact]
    public async Task A_safety_message_does_not_wait_for_the_report_of_another()
    {
        using var world = Followed();
        world.AnswerWith(NoAnswer);
        await world.Begin("أ");
        await world.Drain();
        world.AnswerWith(new SendResult.Sent("2"));
        await world.Turn((await world.Stored())!, world.Message("بلاغ عاجل") with { Lane = Lane.Safety });
        await world.Drain();

        Assert.Equal(["5 أ", "5 بلاغ عاجل"], world.Sent);
    }

    [Fact]
    public async Task A_kill_while_an_attempt_is_on_its_way_sends_nothing_twice_where_a_report_tells()
    {
        using var world = await KilledOnTheWay();
        Assert.Equal(["أ"], world.LookedUp);
        Assert.Equal(["5 أ"], world.Sent);

        await world.Report("أ", DeliveryState.Sent);
        await world.Wait(TimeSpan.FromHours(1));
        Assert.Equal(["5 أ"], world.Sent);
        Assert.Empty((await world.Stored())!.Pending);
    }

    [Fact]
    public async Task A_kill_while_an_attempt_is_on_its_way_repeats_it_once_when_nothing_tells()
    {
        using var world = await KilledOnTheWay();
        world.AnswerWith(new SendResult.Sent("2"));
        await world.Wait(Within);
        await world.Wait(TimeSpan.FromHours(1));

        Assert.Equal(["5 أ", "5 أ"], world.Sent);
        Assert.Equal(1, world.Sender.Repeated);
    }

    [Fact]
    public async Task A_second_kill_does_not_make_a_third_attempt()
    {
        using var world = await KilledOnTheWay();
        world.Answer = _ => new TaskCompletionSource<SendResult>().Task;
        world.Time.Advance(Within);
        _ = world.Drain();
        await world.Restart();
        await world.Drain();
        await world.Wait(Within);

        Assert.Equal(["5 أ", "5 أ"], world.Sent);
        Assert.StartsWith("unknown", (await world.Failed("أ"))!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_was_refused_for_now_is_not_in_doubt_after_a_restart()
    {
        using var world = Followed();
        world.AnswerWith(new SendResult.Throttled(TimeSpan.FromSeconds(5), WholeAccount: false));
        await world.Begin("أ");
        await world.Drain();
        world.AnswerWith(new SendResult.Sent("1"));
        await world.Restart();
        await world.Drain();

        Assert.Equal(["5 أ", "5 أ"], world.Sent);
        Assert.Empty(world.LookedUp);
    }

    [Fact]
    public async Task The_log_is_kept_while_an_attempt_is_on_its_way()
    {
        using var world = Followed();
        world.Answer = _ => new TaskCompletionSource<SendResult>().Task;
        await world.Begin("أ");
        _ = world.Drain();
        world.Sender.ForgetSettled();
        world.Time.Advance(TimeSpan.FromSeconds(2));
        world.Sender.ForgetSettled();

        Assert.Equal(["أ"], world.Log.Open);
    }

    [Fact]
    public async Task A_give_up_that_cannot_be_written_is_written_later_and_nothing_is_sent_meanwhile()
    {
        using var world = new SenderWorld();
        world.AnswerWith(new SendResult.Failed("refused", Retryable: false));
        world.BeforeWrite = () => throw new StoreUnavailableException("The disk is full.");
        await world.Begin("أ", "ب");
        await world.Drain();
        await world.Wait(TimeSpan.FromMinutes(1));
        Assert.Equal(["5 أ"], world.Sent);

        world.BeforeWrite = () => { };
        world.AnswerWith(new SendResult.Sent("1"));
        await world.Wait(TimeSpan.FromMinutes(10));
        Assert.Equal(["5 أ", "5 ب"], world.Sent);
        Assert.Equal("refused", (await world.Failed("أ"))!.Reason);
    }

    [Fact]
    public async Task A_channel_that_throws_holds_up_nobody_and_is_tried_again()
    {
        using var world = new SenderWorld { Answer = _ => throw new InvalidOperationException("a fault of the channel") };
        await world.Begin("أ");
        await world.Drain();
        world.AnswerWith(new SendResult.Sent("1"));
        await world.Wait(TimeSpan.FromMinutes(1));

        Assert.Equal(["5 أ", "5 أ"], world.Sent);
    }

    private static SenderWorld Followed() => new() { ReportsWithin = Within };

    private static async Task<SenderWorld> KilledOnTheWay()
    {
        var world = Followed();
        world.Answer = _ => new TaskCompletionSource<SendResult>().Task;
        await world.Begin("أ");
        _ = world.Drain();
        await world.Restart();
        await world.Drain();
        return world;
    }
}
