using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Host.Channels.Telegram;
using Moomken.Bot.Messages;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

public class TelegramKeyboardTests
{
    [Theory]
    [InlineData("a b", "a b")]
    [InlineData("a b c", "a b|c")]
    [InlineData("a a-label-that-is-long b c", "a|a-label-that-is-long|b c")]
    [InlineData("a b c <back <menu", "a b|c|<back <menu")]
    [InlineData("<back a", "a|<back")]
    [InlineData("<one <two <three <four <five", "<one <two <three <four|<five")]
    public void Short_labels_stand_in_pairs_long_ones_alone_and_ways_out_last(string labels, string rows) =>
        Assert.Equal(rows, Show(labels, Tongue.English));

    [Fact]
    public void An_Arabic_row_begins_at_the_right() => Assert.Equal("اثنان واحد|ثلاثة|<القائمة <رجوع", Show("واحد اثنان ثلاثة <رجوع <القائمة", Tongue.Arabic));

    [Fact]
    public void There_are_never_more_than_100_buttons_and_the_ways_out_are_among_them()
    {
        var shown = Show(string.Join(' ', Enumerable.Range(0, 150)) + " <back <menu", Tongue.English);

        Assert.Equal(100, shown.Split(' ', '|').Length);
        Assert.EndsWith("|<back <menu", shown, StringComparison.Ordinal);
    }

    private static string Show(string labels, Tongue tongue)
    {
        var choices = labels.Split(' ').Select(label => new OutboundChoice(label, label, "", Way: label[0] == '<'));
        return string.Join('|', TelegramKeyboard.Rows([.. choices], tongue).Select(row => string.Join(' ', row.Select(choice => choice.Label))));
    }
}
