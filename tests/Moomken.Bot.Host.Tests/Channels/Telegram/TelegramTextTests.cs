using Moomken.Bot.Host.Channels.Telegram;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

/// <summary>Where a text is cut is tried with <c>TextSplit</c>; here only what Telegram adds to it.</summary>
public class TelegramTextTests
{
    [Fact]
    public void A_text_of_just_the_limit_is_one_piece() => Assert.Single(TelegramText.Split(new string('ن', TelegramText.Longest)));

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public void Nothing_to_say_is_no_piece(string text) => Assert.Empty(TelegramText.Split(text));

    [Fact]
    public void A_longer_text_is_cut_at_the_end_of_a_sentence_and_no_piece_is_too_long()
    {
        var text = string.Join(' ', Enumerable.Repeat("هل وصلت الصناديق؟ نعم 👩‍👩‍👧 وصلت.", 400));

        var pieces = TelegramText.Split(text);

        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, TelegramText.Longest));
        Assert.All(pieces, piece => Assert.True(piece[^1] is '.' or '؟', piece[^10..]));
        Assert.Equal(text, string.Join(' ', pieces));
    }

    [Fact]
    public void An_endless_grapheme_is_cut_all_the_same()
    {
        var zalgo = "ن" + new string('\u064B', 5000);

        var pieces = TelegramText.Split(zalgo);

        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, TelegramText.Longest));
        Assert.Equal(zalgo, string.Concat(pieces));
    }

    [Theory]
    [InlineData("قصير", 10, "قصير")]
    [InlineData("نص أطول من المسموح", 10, "نص أطول م…")]
    [InlineData("aaaaaaaa😀b", 10, "aaaaaaaa…")]
    public void A_notice_is_shortened_between_graphemes(string text, int longest, string expected) =>
        Assert.Equal(expected, TelegramText.Shorten(text, longest));
}
