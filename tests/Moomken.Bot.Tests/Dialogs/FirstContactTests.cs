using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

public class FirstContactTests
{
    [Fact]
    public void The_shipped_files_have_no_fault() => Assert.Empty(Shipped.Faults.Select(fault => fault.ToString()));

    [Fact]
    public void Whoever_agrees_is_asked_about_their_first_words_and_a_report_keeps_them()
    {
        var talk = new Conversation(Shipped.Library);

        talk.Open("welcome", ("held", "منعوا الناخبين من الدخول في المركز"));
        Assert.Equal("welcome/language", talk.State);
        Assert.Contains("Welcome", talk.Prompt.Text, StringComparison.Ordinal);

        talk.Write("عربي");
        Assert.Equal("welcome/agreement", talk.State);
        Assert.Contains("12", talk.Prompt.Text, StringComparison.Ordinal);

        talk.Write("١");
        Assert.Equal("menu/held", talk.State);
        Assert.Contains("منعوا الناخبين", talk.Prompt.Text, StringComparison.Ordinal);

        talk.Write("نعم", "نعم");
        Assert.Equal("incident/report.category", talk.State);
        Assert.Equal("منعوا الناخبين من الدخول في المركز", talk.Slots["details"].Value);
    }

    [Fact]
    public void The_language_is_not_asked_of_whoever_has_chosen_one()
    {
        var talk = new Conversation(Shipped.Library, tongue: Tongue.English);
        talk.Facts["language_chosen"] = "true";

        talk.Open("welcome");

        Assert.Equal("welcome/agreement", talk.State);
    }

    [Theory]
    [InlineData("القائمة")]
    [InlineData("رجوع")]
    [InlineData("إلغاء")]
    [InlineData("/report")]
    [InlineData("بلاغ")]
    public void Nothing_but_danger_help_and_language_opens_before_the_agreement(string word)
    {
        var talk = new Conversation(Shipped.Library).Open("welcome").Write("عربي");

        talk.Write(word);

        Assert.Equal("welcome/agreement", talk.State);
        Assert.Equal(["هذه الكلمة لا تعمل في هذا السؤال."], talk.Said);
        Assert.Equal("language, arabic", string.Join(", ", talk.Slots.Select(slot => $"{slot.Key}, {slot.Value.Value}")));
    }

    [Fact]
    public void Danger_is_heard_before_the_agreement()
    {
        var talk = new Conversation(Shipped.Library).Open("welcome").Write("عربي");

        talk.Write("خطر");

        Assert.Equal("danger/wait", talk.State);
        Assert.Contains("raise_danger", talk.Actions);
    }

    [Fact]
    public void Whoever_declines_is_left_alone()
    {
        var talk = new Conversation(Shipped.Library).Open("welcome").Write("عربي", "لا");

        Assert.Null(talk.State);
        Assert.Equal("declined", Assert.Single(talk.Ended).Result);
        Assert.NotEmpty(talk.Said);
    }
}
