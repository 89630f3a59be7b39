using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

public class OutboxCountsTests
{
    [Fact]
    public async Task What_waits_is_counted_by_lane_with_the_age_of_the_first()
    {
        using var world = new SenderWorld();
        world.AnswerWith(new SendResult.Throttled(TimeSpan.FromHours(1), WholeAccount: true));
        var begun = world.Time.GetUtcNow();
        var conversation = await world.Begin("أ", "ب");
        await world.Drain();
        world.Time.Advance(TimeSpan.FromMinutes(3));
        await world.Turn(conversation, world.Message("بلاغ عاجل") with { Lane = Lane.Safety });

        var counts = world.Sender.Count();
        Assert.Equal(new LaneCount(2, begun), counts.Of(Lane.Reply));
        Assert.Equal(new LaneCount(1, begun.AddMinutes(3)), counts.Of(Lane.Safety));
        Assert.Equal(new LaneCount(0, null), counts.Of(Lane.Reminder));
        Assert.Equal((3, 0, 0), (counts.Waiting, counts.Held, counts.InDoubt));
    }

    [Fact]
    public async Task What_is_sent_is_counted_no_more_and_what_is_kept_until_the_person_writes_is_not_late()
    {
        using var world = new SenderWorld();
        world.Answer = message => Task.FromResult<SendResult>(message.Text == "أ" ? new SendResult.Held("outside_window") : new SendResult.Sent("1"));
        await world.Begin("أ", "ب");
        await world.Drain();

        var counts = world.Sender.Count();
        Assert.Equal(new LaneCount(0, null), counts.Of(Lane.Reply));
        Assert.Equal((0, 1), (counts.Waiting, counts.Held));
    }

    [Fact]
    public async Task What_is_in_doubt_counts_as_waiting_in_its_lane()
    {
        using var world = new SenderWorld { ReportsWithin = TimeSpan.FromMinutes(2) };
        world.AnswerWith(new SendResult.Unknown("timeout"));
        await world.Begin("أ");
        await world.Drain();

        Assert.Equal((0, 1, 1), (world.Sender.Count().Waiting, world.Sender.Count().InDoubt, world.Sender.Count().Of(Lane.Reply).Count));
    }
}
