using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

public class IdleTests
{
    [Fact]
    public void Words_without_a_meaning_are_held_and_asked_about()
    {
        var talk = new Conversation(Shipped.Library).Write("السلام عليكم");
        Assert.Equal("menu/held", talk.State);

        talk.Write("لا");
        Assert.Equal("menu/main", talk.State);
    }

    [Fact]
    public void A_word_with_a_code_behind_it_opens_its_dialog_where_nothing_is_open() =>
        Assert.Contains("find_reports", new Conversation(Shipped.Library).Write("حالة 7K2M-9QPX").Actions);

    [Fact]
    public void A_photo_is_held_with_its_caption()
    {
        var talk = new Conversation(Shipped.Library).Photo("e9", "الصندوق").Press("report_it");

        Assert.Equal("incident/safe", talk.State);
        Assert.Equal("الصندوق", talk.Slots["details"].Value);
        Assert.Equal(["photo:e9"], talk.Slots["details"].Items);
    }

    [Theory]
    [InlineData("بلاغ", "incident/safe")]
    [InlineData("نبّي نبلّغ", "incident/safe")]
    [InlineData("/report", "incident/safe")]
    [InlineData("الخصوصيه", "privacy/about")]
    [InlineData("مشرف", "human/about")]
    [InlineData("/start", "menu/main")]
    [InlineData("مساعدة", "menu/main")]
    [InlineData("/nothing", "menu/main")]
    [InlineData("", "menu/main")]
    public void A_word_opens_its_dialog(string word, string state) =>
        Assert.Equal(state, new Conversation(Shipped.Library).Write(word).State);

    [Fact]
    public void What_cannot_be_held_is_answered()
    {
        var talk = new Conversation(Shipped.Library);

        Assert.Single(talk.Take(new DialogInput.Location(default, null)).Said);
        Assert.Single(talk.Take(new DialogInput.Unsupported("sticker")).Said);
        Assert.Single(talk.Take(new DialogInput.Contact("+218912345678")).Said);
        Assert.Equal("menu/main", talk.State);
    }

    [Fact]
    public void An_old_button_after_everything_ended_is_stale()
    {
        var talk = new Conversation(Shipped.Library).Take(new DialogInput.Press(7, "send"));

        Assert.True(talk.Turn.Stale);
        Assert.Equal("menu/main", talk.State);
    }
}
