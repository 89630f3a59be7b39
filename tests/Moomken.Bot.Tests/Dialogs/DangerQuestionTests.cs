using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

public class DangerQuestionTests
{
    private const string Call = "نحن محاصرون في مدرسة النصر";

    [Fact]
    public void Nothing_is_alerted_without_the_yes()
    {
        var talk = new Conversation(Shipped.Library).Write(Call);
        Assert.Equal("in_danger/ask", talk.State);
        Assert.Empty(talk.Actions);

        talk.Write("باهي", "7", "هم برا", "؟");
        Assert.Equal("in_danger/ask", talk.State);
        Assert.Empty(talk.Actions);
        Assert.Equal($"{Call}\nهم برا", talk.Slots["held"].Value);

        talk.Write("نعم");
        Assert.Equal("danger/wait", talk.State);
        Assert.Contains("raise_danger", talk.Actions);
    }

    [Fact]
    public void An_old_button_of_the_question_alerts_nobody()
    {
        var talk = new Conversation(Shipped.Library).Write(Call);
        var old = talk.Session.Sprint;

        talk.Write("هم برا").Take(new DialogInput.Press(old - 1, "alert"));

        Assert.Equal("in_danger/ask", talk.State);
        Assert.Empty(talk.Actions);
    }

    [Theory]
    [InlineData("alert")]
    [InlineData("no_danger")]
    public void However_it_is_answered_the_report_beneath_has_the_words_once(string answer)
    {
        var talk = new Conversation(Shipped.Library).Open("incident").Press("safe").Write(Call);
        talk.Outcomes["leave_danger_question"] = "beneath";

        talk.Press(answer);

        var report = talk.Session.Frames.Single(frame => frame.Dialog == "incident");
        Assert.Equal(Call, report.Slots["details"].Value);
        Assert.Equal("report.category", report.State);
    }

    [Fact]
    public void Silence_gives_the_words_to_the_report_beneath()
    {
        var talk = new Conversation(Shipped.Library).Open("incident").Press("safe").Write(Call);
        talk.Outcomes["leave_danger_question"] = "beneath";

        talk.Timer("!expire");

        Assert.Equal("incident/report.category", talk.State);
        Assert.Equal(Call, talk.Slots["details"].Value);
    }

    [Fact]
    public void Over_an_alert_that_is_raised_it_is_more_of_that_alert()
    {
        var talk = new Conversation(Shipped.Library).Write("خطر", "مشرف");
        Assert.Equal("human/about", talk.State);

        talk.Write(Call);

        Assert.Contains("pass_on_danger", talk.Actions);
        Assert.Equal("danger/wait", talk.State);
    }

    [Fact]
    public void A_photo_is_asked_about_by_its_caption_and_goes_along()
    {
        var talk = new Conversation(Shipped.Library, tongue: Tongue.English).Photo("e1", "we are trapped in the school");
        Assert.Equal("in_danger/ask", talk.State);

        talk.Write("yes");

        Assert.Equal(["photo:e1"], talk.Slots["words"].Items);
    }
}
