using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

/// <summary>A provider that can be asked is asked, and nothing is sent again on a guess.</summary>
public class AskingTests
{
    private static readonly SendResult NoAnswer = new SendResult.Unknown("timeout");
    private static readonly SendResult Unreadable = new SendResult.Unknown("list_unreadable");
    private static readonly SendResult NotTaken = new SendResult.Failed("not_taken", Retryable: true);
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task While_the_provider_cannot_say_nothing_is_sent_again_and_it_is_asked_less_and_less_often()
    {
        using var world = InDoubt(Unreadable);
        await world.Begin("أ", "ب");
        await world.Drain();
        var firstMinute = await AskedIn(world, TimeSpan.FromMinutes(1));
        await AskedIn(world, TimeSpan.FromHours(1));
        var laterHour = await AskedIn(world, TimeSpan.FromHours(1));

        Assert.Equal(["5 أ"], world.Sent);
        Assert.Equal(0, world.Sender.Repeated);
        Assert.Equal(1, world.Sender.Count().InDoubt);
        Assert.InRange(firstMinute, 2, 8);
        Assert.InRange(laterHour, 10, 26);
    }

    [Fact]
    public async Task When_it_says_at_last_that_it_has_the_message_nothing_is_sent_again()
    {
        using var world = InDoubt(Unreadable);
        await world.Begin("أ", "ب");
        await world.Drain();
        await AskedIn(world, TimeSpan.FromMinutes(10));

        world.AnswerWith(new SendResult.Sent("2"));
        world.Found = _ => new SendResult.Sent("SM1");
        await AskedIn(world, TimeSpan.FromMinutes(10));

        Assert.Equal(["5 أ", "5 ب"], world.Sent);
        Assert.Equal("SM1", (await world.Delivery("أ"))!.ProviderId);
    }

    [Fact]
    public async Task When_it_says_at_last_that_it_has_not_the_message_leaves_and_is_no_repeat()
    {
        using var world = InDoubt(Unreadable);
        await world.Begin("أ");
        await world.Drain();
        await AskedIn(world, TimeSpan.FromMinutes(10));

        world.AnswerWith(new SendResult.Sent("2"));
        world.Found = _ => NotTaken;
        await AskedIn(world, TimeSpan.FromMinutes(10));

        Assert.Equal(["5 أ", "5 أ"], world.Sent);
        Assert.Equal(0, world.Sender.Repeated);
        Assert.Empty((await world.Stored())!.Pending);
    }

    [Fact]
    public async Task A_reminder_that_was_not_taken_leaves_as_well()
    {
        using var world = InDoubt(Unreadable);
        await world.Turn(await world.Begin(), world.Message("تذكير") with { Lane = Lane.Reminder });
        await world.Drain();

        world.AnswerWith(new SendResult.Sent("2"));
        world.Found = _ => NotTaken;
        await AskedIn(world, TimeSpan.FromMinutes(10));

        Assert.Equal(["5 تذكير", "5 تذكير"], world.Sent);
        Assert.Null(await world.Failed("تذكير"));
    }

    [Fact]
    public async Task However_often_no_answer_comes_it_is_asked_before_each_attempt()
    {
        using var world = InDoubt(NotTaken);
        await world.Begin("أ");
        await world.Drain();
        await AskedIn(world, TimeSpan.FromMinutes(30));

        Assert.True(world.Sent.Count > 3, "a message that was not taken is tried until it expires");
        Assert.Equal(world.Sent.Count, world.LookedUp.Count);
        Assert.Equal(0, world.Sender.Repeated);
    }

    [Fact]
    public async Task What_could_not_be_found_out_before_it_expired_is_given_up_as_unknown()
    {
        using var world = InDoubt(Unreadable);
        await world.Begin("أ");
        await world.Drain();
        await world.Wait(TimeSpan.FromHours(24));

        Assert.Equal(["5 أ"], world.Sent);
        Assert.Equal("unknown: timeout", (await world.Failed("أ"))!.Reason);
        Assert.Equal(0, world.Sender.Count().InDoubt);
    }

    [Fact]
    public async Task What_was_found_at_the_last_moment_is_sent_and_not_given_up()
    {
        using var world = InDoubt(Unreadable);
        await world.Begin("أ");
        await world.Drain();
        world.Found = _ => new SendResult.Sent("SM1");
        await world.Wait(TimeSpan.FromHours(24));

        Assert.Null(await world.Failed("أ"));
        Assert.Equal("SM1", (await world.Delivery("أ"))!.ProviderId);
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_it_sends_nothing_again_either()
    {
        using var world = InDoubt(Unreadable);
        world.Answer = _ => new TaskCompletionSource<SendResult>().Task;
        await world.Begin("أ");
        _ = world.Drain();
        await world.Restart();
        await AskedIn(world, TimeSpan.FromMinutes(5));
        await world.Restart();
        await AskedIn(world, TimeSpan.FromMinutes(5));
        Assert.Equal(["5 أ"], world.Sent);

        world.Found = _ => new SendResult.Sent("SM1");
        await AskedIn(world, TimeSpan.FromMinutes(10));
        Assert.Equal(["5 أ"], world.Sent);
        Assert.Empty((await world.Stored())!.Pending);
    }

    [Fact]
    public async Task A_report_ends_the_doubt_at_once()
    {
        using var world = InDoubt(Unreadable);
        await world.Begin("أ");
        await world.Drain();
        await AskedIn(world, TimeSpan.FromMinutes(1));
        await world.Report("أ", DeliveryState.Delivered);
        var asked = await AskedIn(world, TimeSpan.FromHours(1));

        Assert.Equal((0, 1), (asked, world.Sent.Count));
    }

    [Fact]
    public async Task After_a_restart_the_messages_before_it_are_known_and_do_not_pass_for_the_one_in_doubt()
    {
        using var world = InDoubt(Unreadable);
        world.AnswerWith(new SendResult.Sent("SM-before"));
        await world.Begin("أ");
        await world.Drain();
        world.AnswerWith(NoAnswer);
        await world.Hear("ب");
        await world.Drain();
        await world.Restart();
        await AskedIn(world, TimeSpan.FromMinutes(1));

        Assert.Contains("ب", world.LookedUp);
        Assert.Equal(["SM-before"], world.Others);
    }

    [Fact]
    public async Task Where_no_reports_come_it_is_the_same()
    {
        using var world = new SenderWorld { CanBeAsked = true, Found = _ => Unreadable };
        world.AnswerWith(NoAnswer);
        await world.Begin("أ");
        await world.Drain();
        await AskedIn(world, TimeSpan.FromHours(1));
        Assert.Equal(["5 أ"], world.Sent);

        world.Found = _ => new SendResult.Sent("SM1");
        await AskedIn(world, TimeSpan.FromMinutes(10));
        Assert.Equal(["5 أ"], world.Sent);
        Assert.Equal(0, world.Sender.Repeated);
        Assert.Equal(0, world.Sender.Count().InDoubt);
    }

    private static SenderWorld InDoubt(SendResult found)
    {
        var world = new SenderWorld { ReportsWithin = Within, CanBeAsked = true, Found = _ => found };
        world.AnswerWith(NoAnswer);
        return world;
    }

    /// <summary>How often the provider was asked in this time.</summary>
    private static async Task<int> AskedIn(SenderWorld world, TimeSpan time)
    {
        var before = world.LookedUp.Count;
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(5))
        {
            await world.Wait(TimeSpan.FromSeconds(5));
        }

        return world.LookedUp.Count - before;
    }
}
