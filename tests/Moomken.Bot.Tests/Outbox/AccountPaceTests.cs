using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Xunit;

namespace Moomken.Bot.Tests.Outbox;

public class AccountPaceTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void A_refusal_says_exactly_when_to_come_back_and_a_moment_earlier_is_too_early()
    {
        using var bucket = new TokenBucket(30, 1, time);
        Assert.True(bucket.AttemptAcquire().IsAcquired);
        time.Advance(TimeSpan.FromMilliseconds(20));

        var wait = Wait(bucket.AttemptAcquire());
        Assert.InRange(wait.TotalMilliseconds, 13.3, 13.4);
        time.Advance(wait - TimeSpan.FromTicks(1));
        Assert.False(bucket.AttemptAcquire().IsAcquired);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.True(bucket.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public void After_a_long_silence_a_burst_leaves_at_once_and_not_one_more()
    {
        using var bucket = new TokenBucket(30, 8, time);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(8, Enumerable.Range(0, 20).Count(_ => bucket.AttemptAcquire().IsAcquired));
    }

    [Fact]
    public void What_costs_more_than_the_bucket_holds_leaves_when_it_is_full_and_is_paid_for_afterwards()
    {
        using var bucket = new TokenBucket(10, 2, time);
        Assert.True(bucket.AttemptAcquire(5).IsAcquired);
        Assert.Equal(TimeSpan.FromSeconds(0.4), Wait(bucket.AttemptAcquire()));
    }

    [Fact]
    public void A_broadcast_that_is_refused_costs_the_replies_nothing()
    {
        // Four tokens in a burst, three of them for broadcasts (3.2).
        using var pace = Pace(16);
        Assert.Equal(3, Enumerable.Range(0, 20).Count(_ => pace.AttemptAcquire(Lane.Broadcast).IsAcquired));
        Assert.True(pace.AttemptAcquire(Lane.Reply).IsAcquired);
        Assert.False(pace.AttemptAcquire(Lane.Reply).IsAcquired);
    }

    [Fact]
    public void A_broadcast_that_the_replies_leave_no_room_for_costs_the_broadcasts_nothing()
    {
        using var pace = Pace(16);
        Assert.True(pace.AttemptAcquire(Lane.Reply, 4).IsAcquired);
        Assert.DoesNotContain(Enumerable.Range(0, 20), _ => pace.AttemptAcquire(Lane.Broadcast).IsAcquired);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, Enumerable.Range(0, 20).Count(_ => pace.AttemptAcquire(Lane.Broadcast).IsAcquired));
    }

    [Fact]
    public void While_a_probe_is_on_its_way_nobody_can_say_when_the_next_may_leave()
    {
        using var pace = Pace(1000);
        for (var failure = 0; failure < CircuitBreaker.OpensAfter; failure++)
        {
            pace.Heard(new SendResult.Failed("no_connection", Retryable: true));
        }

        time.Advance(Wait(pace.AttemptAcquire(Lane.Reply)));
        Assert.True(pace.AttemptAcquire(Lane.Reply).IsAcquired);
        Assert.Equal(Timeout.InfiniteTimeSpan, Wait(pace.AttemptAcquire(Lane.Reply)));
    }

    private static TimeSpan Wait(RateLimitLease refused)
    {
        Assert.False(refused.IsAcquired);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out var wait));
        return wait;
    }

    private AccountPace Pace(double perSecond) =>
        new(new SendRates(perSecond, double.PositiveInfinity), new RetrySchedule(new Random(1)), time);
}
