using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

public class SilenceTests
{
    private static Conversation AtPlace() => new Conversation(Shipped.Library).Open("incident").Press("safe", "VIO", "VIO-2");

    [Fact]
    public void After_days_a_greeting_is_met_with_shall_we_go_on()
    {
        var talk = AtPlace().After(TimeSpan.FromDays(3)).Write("أهلا");
        Assert.Equal(["go_on", "anew"], talk.Prompt.Choices.Select(choice => choice.Id));

        talk.Write("نكمل");
        Assert.Equal("incident/report.place", talk.State);
        Assert.False(talk.Slots.ContainsKey("place"));
    }

    [Fact]
    public void Starting_anew_forgets_the_answers()
    {
        var talk = AtPlace().After(TimeSpan.FromDays(3)).Write("أهلا", "٢");

        Assert.Equal("incident/safe", talk.State);
        Assert.Empty(talk.Slots);
    }

    [Theory]
    [InlineData("تخطي")]
    [InlineData("خلف المدرسة القديمة قرب سوق الجمعة")]
    public void After_days_a_choice_or_a_sentence_is_simply_the_answer(string answer) =>
        Assert.Equal("incident/report.when", AtPlace().After(TimeSpan.FromDays(3)).Write(answer).State);

    [Fact]
    public void Going_on_without_an_answer_to_that_is_an_answer()
    {
        var talk = AtPlace().After(TimeSpan.FromDays(3)).Write("أهلا", "مدرسة الفتح");

        Assert.Equal("incident/report.when", talk.State);
    }

    [Fact]
    public void Reminders_come_in_order_and_the_time_that_passed_counts()
    {
        var talk = AtPlace();
        Assert.Equal(
            [new("remind.0", TimeSpan.FromMinutes(30)), new("remind.1", TimeSpan.FromHours(23)), new("!expire", TimeSpan.FromDays(7))],
            talk.Turn.Timers);

        talk.Timer("remind.0");
        Assert.Equal(["بلاغكم محفوظ. نكمل متى أردتم."], talk.Said);
        Assert.Equal("incident/report.place", talk.State);
        Assert.Equal(
            [new("remind.1", TimeSpan.FromHours(22.5)), new("!expire", TimeSpan.FromDays(7) - TimeSpan.FromMinutes(30))],
            talk.Turn.Timers);
    }

    [Fact]
    public void A_timer_of_an_older_question_or_of_no_name_changes_nothing()
    {
        foreach (var timer in (DialogInput[])[new DialogInput.Timer("remind.0", 1), new DialogInput.Timer("!expire", 1), new DialogInput.Timer("remind.7", 5), new DialogInput.Timer("x", 5)])
        {
            var talk = AtPlace();
            Assert.Equal(5, talk.Session.Sprint + 1);
            var before = talk.Session;

            talk.Take(timer);

            Assert.True(talk.Turn.Ignored);
            Assert.Null(talk.Turn.Prompt);
            Assert.Empty(talk.Said);
            Assert.Equal(before.Sprint, talk.Session.Sprint);
        }
    }

    [Fact]
    public void A_week_of_silence_sends_the_unfinished_report()
    {
        var talk = AtPlace().Timer("!expire");

        Assert.Equal(["submit_unfinished"], talk.Actions);
        Assert.Equal("unfinished", Assert.Single(talk.Ended).Result);
        Assert.Null(talk.State);
    }

    [Fact]
    public void A_menu_that_nobody_uses_gives_way_to_the_report_under_it()
    {
        var talk = AtPlace().Write("القائمة").Timer("!expire");

        Assert.Equal("incident/report.place", talk.State);
        Assert.Contains(talk.Turn.Timers, timer => timer.Name == "remind.0");
    }

    [Fact]
    public void An_addition_that_was_not_closed_is_kept()
    {
        var talk = new Conversation(Shipped.Library);
        talk.Outcomes["find_reports"] = "found";

        talk.Write("حالة").Press("add").Write("رأيت السيارة").Timer("!expire");

        Assert.Equal(["add_to_report"], talk.Actions);
    }

    [Fact]
    public void Asking_again_changes_nothing()
    {
        var talk = AtPlace();
        var ask = talk.Prompt.Ask;

        talk.Take(new DialogInput.Again());

        Assert.Equal(ask, talk.Prompt.Ask);
        Assert.Empty(talk.Said);
        Assert.Equal(talk.Prompt.Text, new DialogEngine(Shipped.Library).OpenQuestion(talk.Session, talk.Context)!.Text);
    }
}
