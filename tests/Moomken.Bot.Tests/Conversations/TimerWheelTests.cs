using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Conversations;
using Xunit;

namespace Moomken.Bot.Tests.Conversations;

public class TimerWheelTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 5, 9, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider time = new(Now);

    [Fact]
    public void Two_turns_told_in_the_wrong_order_leave_the_timer_of_the_newer()
    {
        var wheel = new TimerWheel(time);
        wheel.Set(With(revision: 2, minutes: 30));
        wheel.Set(With(revision: 1));
        time.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(["c"], wheel.TakeDue());
    }

    [Fact]
    public void A_turn_without_timers_ends_those_before_it()
    {
        var wheel = new TimerWheel(time);
        wheel.Set(With(revision: 1, minutes: 30));
        wheel.Set(With(revision: 2));
        time.Advance(TimeSpan.FromMinutes(31));

        Assert.Empty(wheel.TakeDue());
    }

    [Fact]
    public void What_is_put_back_is_given_again()
    {
        var wheel = new TimerWheel(time);
        wheel.Set(With(revision: 1, minutes: 1));
        time.Advance(TimeSpan.FromMinutes(2));
        wheel.PutBack(wheel.TakeDue());

        Assert.Equal(["c"], wheel.TakeDue());
        Assert.Empty(wheel.TakeDue());
    }

    private static Conversation With(long revision, params int[] minutes) => new()
    {
        Id = "c",
        PersonId = "p",
        Channel = "telegram",
        Account = "1",
        SealedUser = "s",
        LastAt = Now,
        Revision = revision,
        Timers = [.. minutes.Select(after => new ConversationTimer("t", 1, Now + TimeSpan.FromMinutes(after)))],
    };
}
