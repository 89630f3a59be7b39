using CsCheck;
using Moomken.Bot.Host.Channels.Telegram;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

public class TelegramTextTests
{
    [Theory]
    [InlineData("قصير", 20, "قصير")]
    [InlineData("  قصير \n", 20, "قصير")]
    [InlineData("فقرة أولى طويلة\n\nالثانية هنا", 20, "فقرة أولى طويلة|الثانية هنا")]
    [InlineData("هل أنت بخير؟ نعم أنا بخير الآن", 20, "هل أنت بخير؟|نعم أنا بخير الآن")]
    [InlineData("واحد اثنان ثلاثة أربعة", 16, "واحد اثنان ثلاثة|أربعة")]
    [InlineData("واحد اثنان ثلاثة أربعة", 17, "واحد اثنان ثلاثة|أربعة")]
    [InlineData("كلمةطويلةجدابلافراغ", 10, "كلمةطويلةج|دابلافراغ")]
    [InlineData("aaaaaaaaa👩‍👩‍👧b", 12, "aaaaaaaaa|👩‍👩‍👧b")]
    [InlineData("aaaaaaaaa😀b", 10, "aaaaaaaaa|😀b")]
    [InlineData("", 10, "")]
    [InlineData(" \n ", 10, "")]
    public void A_text_is_cut_where_it_hurts_least(string text, int longest, string pieces) =>
        Assert.Equal(pieces, string.Join("|", TelegramText.Split(text, longest)));

    [Fact]
    public void A_text_of_just_the_limit_is_one_piece() => Assert.Single(TelegramText.Split(new string('ن', TelegramText.Longest)));

    [Fact]
    public void An_endless_grapheme_is_cut_all_the_same()
    {
        var zalgo = "ن" + new string('\u064B', 5000);

        Assert.Equal(zalgo, string.Concat(TelegramText.Split(zalgo)));
    }

    [Fact]
    public void Whatever_the_text_nothing_but_blanks_is_lost_and_no_piece_is_too_long_or_torn()
    {
        var letters = Gen.OneOf(Gen.Char["ابجد "], Gen.Char["\n .؟!"], Gen.Char["\u064B\u200D\u202E\uD83D\uDE00"]);
        letters.Array[0, 300].Select(chars => new string(chars)).Sample(text =>
        {
            var pieces = TelegramText.Split(text, 32);

            Assert.Equal(WithoutBlanks(text), WithoutBlanks(string.Concat(pieces)));
            Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 32));
            Assert.Equal(Pairs(text), pieces.Sum(Pairs));
        });
    }

    [Theory]
    [InlineData("قصير", 10, "قصير")]
    [InlineData("نص أطول من المسموح", 10, "نص أطول م…")]
    [InlineData("aaaaaaaa😀b", 10, "aaaaaaaa…")]
    public void A_notice_is_shortened_between_graphemes(string text, int longest, string expected) =>
        Assert.Equal(expected, TelegramText.Shorten(text, longest));

    private static string WithoutBlanks(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static int Pairs(string text) => text.EnumerateRunes().Count(rune => !rune.IsBmp);
}
