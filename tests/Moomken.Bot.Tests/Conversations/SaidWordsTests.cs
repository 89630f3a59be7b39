using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Tests.Conversations;

public class SaidWordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, true)]
    [InlineData(10, true)]
    [InlineData(-10, true)]
    [InlineData(11, false)]
    [InlineData(-11, false)]
    public void The_same_words_within_the_time_are_the_same_message(int secondsLater, bool same)
    {
        var said = SaidWords.With(null, Message("الطابور طويل", 0));
        Assert.Equal(same, SaidWords.Holds(said, Message("الطابور طويل", secondsLater)));
    }

    [Fact]
    public void Other_words_are_another_message()
    {
        var said = SaidWords.With(null, Message("1", 0));
        Assert.False(SaidWords.Holds(said, Message("١", 0)));
        Assert.False(SaidWords.Holds(said, Message("1 ", 0)));
    }

    [Fact]
    public void Where_ids_tell_nothing_is_kept_and_nothing_is_held_back()
    {
        var message = Message("نعم", 0) with { SameWordsWithin = TimeSpan.Zero };
        Assert.Null(SaidWords.With(null, message));
        Assert.False(SaidWords.Holds(SaidWords.With(null, Message("نعم", 0)), message));
    }

    [Fact]
    public void A_message_without_words_is_never_known_by_them()
    {
        var message = Message("x", 0) with { Text = null };
        Assert.False(SaidWords.Holds(SaidWords.With(null, message), message));
    }

    [Fact]
    public void What_an_operator_hands_in_again_between_other_messages_is_known()
    {
        var said = Enumerable.Range(0, 3).Aggregate(SaidWords.With(null, Message("بلاغ", 0)), (known, i) => SaidWords.With(known, Message($"نص {i}", i)));
        Assert.True(SaidWords.Holds(said, Message("بلاغ", 5)));
        Assert.InRange(Enumerable.Range(0, 50).Aggregate(said, (known, i) => SaidWords.With(known, Message($"نص {i}", i)))!.Count, 1, 4);
    }

    private static InboundMessage Message(string text, int second) => new()
    {
        From = new ChannelAddress("kannel", "12345", "+218911234567"),
        MessageId = "id",
        At = Noon.AddSeconds(second),
        Text = text,
        SameWordsWithin = TimeSpan.FromSeconds(10),
    };
}
