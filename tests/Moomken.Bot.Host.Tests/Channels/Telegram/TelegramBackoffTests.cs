using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Host.Channels.Telegram;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

public class TelegramBackoffTests
{
    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData(0, new[] { 0.5, 1, 2, 4, 8, 16, 30, 30 })]
    [InlineData(255, new[] { 0.998, 1.996, 3.992, 7.984, 15.969, 31.938, 59.883, 59.883 })]
    public void Waits_double_up_to_a_minute_and_are_drawn_from_their_upper_half(byte drawn, double[] seconds)
    {
        var backoff = Backoff(drawn);

        Assert.All(seconds, expected => Assert.Equal(expected, Measure(backoff, TimeSpan.Zero).TotalSeconds, 0.002));
    }

    [Fact]
    public void What_the_server_asks_for_is_waited_and_success_begins_anew()
    {
        var backoff = Backoff(0);

        Assert.Equal(90, Measure(backoff, TimeSpan.FromSeconds(90)).TotalSeconds, 0.002);
        backoff.Reset();
        Assert.Equal(0.5, Measure(backoff, TimeSpan.Zero).TotalSeconds, 0.002);
    }

    private TelegramBackoff Backoff(byte drawn) => new(new IdSource(time, bytes => bytes.Fill(drawn)), time);

    private TimeSpan Measure(TelegramBackoff backoff, TimeSpan atLeast)
    {
        var start = time.GetUtcNow();
        var wait = backoff.Wait(atLeast, CancellationToken.None);
        while (!wait.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        return time.GetUtcNow() - start;
    }
}
