using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

public class HeldTests
{
    private static readonly SendResult Window = new SendResult.Held("outside_window");
    private static readonly SendResult Sent = new SendResult.Sent("1");

    [Fact]
    public async Task What_is_held_leaves_when_the_person_writes_again_and_after_the_reply_to_them()
    {
        using var world = new SenderWorld();
        world.AnswerWith(Window);
        await world.Begin();
        await Broadcast(world, "غدا يوم الاقتراع");
        await world.Drain();
        await world.Wait(TimeSpan.FromHours(3));
        Assert.Single(world.Sent);

        world.AnswerWith(Sent);
        await world.Hear("أهلا");
        await world.Drain();

        Assert.Equal(["5 غدا يوم الاقتراع", "5 أهلا", "5 غدا يوم الاقتراع"], world.Sent);
    }

    [Fact]
    public async Task A_held_broadcast_does_not_hold_up_what_comes_after_it()
    {
        using var world = new SenderWorld();
        world.Answer = message => Task.FromResult(message.Lane == Lane.Broadcast ? Window : Sent);
        await world.Begin();
        await Broadcast(world, "إعلان");
        await world.Drain();
        await world.Turn((await world.Stored())!, world.Message("رد المنسق"));
        await world.Drain();

        Assert.Equal(["5 إعلان", "5 رد المنسق"], world.Sent);
        Assert.Equal(1, world.Sender.Count().Held);
    }

    [Fact]
    public async Task What_is_held_is_known_after_a_restart_and_still_not_sent()
    {
        using var world = new SenderWorld();
        world.AnswerWith(Window);
        await world.Begin("أ");
        await world.Drain();
        await world.Restart();
        await world.Wait(TimeSpan.FromHours(1));
        Assert.Single(world.Sent);

        world.AnswerWith(Sent);
        await world.Hear();
        await world.Drain();
        Assert.Equal(["5 أ", "5 أ"], world.Sent);
    }

    [Fact]
    public async Task What_is_held_too_long_is_kept_as_failed_with_the_reason()
    {
        using var world = new SenderWorld();
        world.AnswerWith(Window);
        await world.Begin("أ");
        await world.Drain();
        await world.Wait(TimeSpan.FromHours(25));

        Assert.Equal("expired: outside_window", (await world.Failed("أ"))!.Reason);
        Assert.Empty((await world.Stored())!.Pending);
        Assert.Single(world.Sent);
    }

    [Fact]
    public async Task Who_wrote_while_the_attempt_was_on_its_way_gets_it_at_once()
    {
        using var world = new SenderWorld();
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource<SendResult>();
        world.Answer = _ =>
        {
            asked.TrySetResult();
            return answer.Task;
        };
        await world.Begin("أ");
        var sending = world.Drain();
        await asked.Task;
        await world.Hear();
        world.AnswerWith(Sent);
        answer.SetResult(Window);
        await sending;

        Assert.Equal(["5 أ", "5 أ"], world.Sent);
    }

    [Fact]
    public async Task A_stop_drops_what_is_held()
    {
        using var world = new SenderWorld();
        world.AnswerWith(Window);
        var conversation = await world.Begin("أ");
        await world.Drain();
        await world.Turn((await world.Stored())! with { Pending = [] });
        world.AnswerWith(Sent);
        await world.Hear();
        await world.Drain();

        Assert.Single(world.Sent);
        Assert.Null(await world.Failed("أ"));
    }

    [Fact]
    public async Task A_reply_overtakes_a_broadcast_that_must_be_tried_again()
    {
        using var world = new SenderWorld();
        world.AnswerWith(new SendResult.Throttled(TimeSpan.FromMinutes(1), WholeAccount: false));
        await world.Begin();
        await Broadcast(world, "إعلان");
        await world.Drain();
        world.AnswerWith(Sent);
        await world.Hear("رد");
        await world.Drain();
        Assert.Equal(["5 إعلان", "5 رد"], world.Sent);

        await world.Wait(TimeSpan.FromMinutes(1));
        Assert.Equal(["5 إعلان", "5 رد", "5 إعلان"], world.Sent);
    }

    private static async Task Broadcast(SenderWorld world, string text) =>
        await world.Turn((await world.Stored())!, world.Message(text) with { Lane = Lane.Broadcast });
}
