using Moomken.Bot.Host.Channels;
using Moomken.Bot.Host.Channels.Telegram;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

public class TelegramPressAnswersTests
{
    [Fact]
    public void When_too_many_wait_the_newest_is_dropped_and_counted_and_nobody_is_held_up()
    {
        using var counters = new ChannelCounters(TimeProvider.System);
        using var counts = new ChannelCounts(counters);
        using var api = new BotApi(new TelegramOptions { BotToken = "1:a", ApiBaseUrl = "http://127.0.0.1:1" });
        using var answers = new TelegramPressAnswers(api, counters);

        for (var i = 0; i < TelegramPressAnswers.MostWaiting + 3; i++)
        {
            answers.Answer($"{i}", null);
        }

        Assert.Equal(3, counts["courtesies/telegram/full"]);
    }
}
