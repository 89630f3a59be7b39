using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

public class InterruptTests
{
    private static Conversation AtPlace() => new Conversation(Shipped.Library).Open("incident").Press("safe", "VIO", "VIO-2");

    [Fact]
    public void A_button_of_an_older_question_is_answered_and_not_obeyed()
    {
        var talk = AtPlace();

        talk.Take(new DialogInput.Press(talk.Session.Sprint - 1, "skip"));

        Assert.True(talk.Turn.Stale);
        Assert.Equal("incident/report.place", talk.State);
        Assert.Equal(["هذا الزر من سؤال سابق. السؤال الحالي هو الآتي."], talk.Said);
    }

    [Fact]
    public void A_button_that_carries_a_command_means_the_same_for_ever()
    {
        var talk = AtPlace().Take(new DialogInput.Press(1, "/language"));

        Assert.Equal("language/which", talk.State);
    }

    [Fact]
    public void A_choice_that_was_never_offered_is_a_miss()
    {
        foreach (var forged in (string[])["edit_nothing", "send", "", "leave", "😀", "report.review"])
        {
            var talk = AtPlace().Press(forged);

            Assert.Equal("incident/report.place", talk.State);
            Assert.NotEmpty(talk.Said);
        }
    }

    [Fact]
    public void Cancelling_answers_is_confirmed_first()
    {
        var talk = AtPlace().Write("كنسل");
        Assert.Equal(["leave", "stay"], talk.Prompt.Choices.Select(choice => choice.Id));

        talk.Write("لا");
        Assert.Equal("incident/report.place", talk.State);

        talk.Write("إلغاء", "نعم");
        Assert.Equal("menu/main", talk.State);
        Assert.Equal("cancelled", talk.Ended[0].Result);
    }

    [Fact]
    public void Cancelling_nothing_is_simply_done()
    {
        var talk = new Conversation(Shipped.Library).Open("incident").Write("cancel");

        Assert.Equal("menu/main", talk.State);
    }

    [Fact]
    public void A_long_message_at_the_confirmation_is_no_yes_and_is_not_lost()
    {
        var talk = AtPlace().Write("إلغاء", "لا تلغوا شيئا، مدرسة النصر خلف المسجد الكبير");

        Assert.Equal("incident/report.when", talk.State);
        Assert.Equal("لا تلغوا شيئا، مدرسة النصر خلف المسجد الكبير", talk.Slots["place"].Label);
    }

    [Fact]
    public void Danger_is_heard_even_at_the_confirmation()
    {
        var talk = AtPlace().Write("إلغاء", "خطر");

        Assert.Equal("danger/wait", talk.State);
    }

    [Fact]
    public void The_menu_in_the_middle_keeps_the_report_and_goes_on_with_it()
    {
        var talk = AtPlace().Write("القائمة");
        Assert.Equal("menu/main", talk.State);

        talk.Write("بلاغ");
        Assert.Equal("incident/report.place", talk.State);
        Assert.Equal("نكمل بلاغكم من حيث توقف.", talk.Said[0]);
        Assert.Equal("VIO-2", talk.Slots["subtype"].Value);
    }

    [Fact]
    public void Words_at_the_menu_join_the_report_that_waits()
    {
        var talk = AtPlace().Write("القائمة", "كسروا الصندوق أمام الناس").Press("report_it");

        Assert.Equal("incident/report.place", talk.State);
        Assert.Equal("كسروا الصندوق أمام الناس", talk.Slots["details"].Value);
    }

    [Fact]
    public void Another_dialog_from_the_menu_asks_nothing_twice()
    {
        var talk = AtPlace().Write("القائمة", "حالة");

        Assert.Equal("incident/report.place", talk.State);
        Assert.Equal("status", talk.Ended[^1].Dialog);
    }

    [Fact]
    public void Help_fits_the_question_and_leaves_it_open()
    {
        var talk = AtPlace();
        var open = talk.Prompt.Ask;

        talk.Write("ساعدني");

        Assert.StartsWith("يكفي اسم المدرسة", Assert.Single(talk.Said), StringComparison.Ordinal);
        Assert.Equal(open, talk.Prompt.Ask);
    }

    [Fact]
    public void Another_language_in_the_middle_keeps_the_question_and_the_answers()
    {
        var talk = AtPlace().Write("لغة", "english");

        Assert.Equal(Tongue.English, talk.Tongue);
        Assert.Equal("incident/report.place", talk.State);
        Assert.StartsWith("3 of 5: Where did it happen?", talk.Prompt.Text, StringComparison.Ordinal);
        Assert.Equal("VIO-2", talk.Slots["subtype"].Value);
    }

    [Fact]
    public void From_danger_everything_goes_to_the_people_on_duty_until_the_person_is_safe()
    {
        var talk = AtPlace().Write("🆘");
        Assert.Equal(["raise_danger"], talk.Actions);
        Assert.Contains("7K2M-danger_code", talk.Prompt.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n", talk.Prompt.Text, StringComparison.Ordinal);

        talk.Write("هم عند الباب");
        Assert.Equal(["pass_on_danger"], talk.Actions);
        talk.Photo();
        Assert.Equal(["pass_on_danger"], talk.Actions);
        talk.Write("خطر");
        Assert.Equal(["pass_on_danger"], talk.Actions);
        talk.After(TimeSpan.FromHours(20)).Write("ما زلنا هنا");
        Assert.Equal(["pass_on_danger"], talk.Actions);

        talk.Write("انا في امان");
        Assert.Equal(["note_safe"], talk.Actions);
        Assert.Equal("incident/report.place", talk.State);
    }

    [Fact]
    public void Whoever_is_not_safe_is_asked_nothing_before_they_are()
    {
        var talk = new Conversation(Shipped.Library).Open("incident").Write("لا");
        Assert.Equal("danger/wait", talk.State);

        talk.Press("safe_now");
        Assert.Equal("incident/report.category", talk.State);
    }

    [Theory]
    [InlineData("menu/main", "إلغاء", "لا شيء مفتوح لإلغائه. كلمة «وقف» توقف رسائلنا.")]
    [InlineData("danger/wait", "القائمة")]
    [InlineData("danger/wait", "بلاغ")]
    [InlineData("danger/wait", "رجوع")]
    [InlineData("language/which", "لغة")]
    public void A_word_that_is_off_is_answered_and_never_stored(string state, string word, string answer = "هذه الكلمة لا تعمل في هذا السؤال.")
    {
        var talk = new Conversation(Shipped.Library).Open(state.Split('/')[0]);
        var before = talk.Slots;

        talk.Write(word);

        Assert.Equal(state, talk.State);
        Assert.Equal([answer], talk.Said);
        Assert.Empty(talk.Actions);
        Assert.Equal(before, talk.Slots);
    }

    [Theory]
    [InlineData("القائمة")]
    [InlineData("menu")]
    public void Who_asks_for_the_menu_at_the_menu_gets_it_and_no_complaint(string word)
    {
        var talk = new Conversation(Shipped.Library).Open("menu").Write(word);

        Assert.Equal("menu/main", talk.State);
        Assert.Empty(talk.Said);
    }

    [Theory]
    [InlineData("القائمة")]
    [InlineData("menu")]
    public void Who_asks_for_the_menu_at_the_question_about_their_words_gets_it(string word)
    {
        foreach (var talk in (Conversation[])[new Conversation(Shipped.Library).Write("زحمة كبيرة قدام الباب"), new Conversation(Shipped.Library).Open("menu").Write("زحمة كبيرة قدام الباب")])
        {
            Assert.Equal("menu/held", talk.State);

            talk.Write(word);

            Assert.Equal("menu/main", talk.State);
            Assert.Empty(talk.Said);
        }
    }

    [Fact]
    public void An_unknown_command_is_answered()
    {
        var talk = AtPlace().Write("/settings");

        Assert.Contains("«مساعدة»", Assert.Single(talk.Said), StringComparison.Ordinal);
        Assert.False(talk.Slots.ContainsKey("place"));
    }

    [Fact]
    public void A_command_brings_what_stands_behind_it()
    {
        var talk = new Conversation(Shipped.Library);
        talk.Outcomes["find_reports"] = "found";

        talk.Write("/status@moomken_bot 8ABC-9QPX");

        Assert.Equal("status/shown", talk.State);
        Assert.Equal("8ABC-9QPX", talk.Slots["arguments"].Value);
    }

    [Fact]
    public void An_addition_takes_words_and_photos_until_it_is_all()
    {
        var talk = new Conversation(Shipped.Library);
        talk.Outcomes["find_reports"] = "found";

        talk.Write("حالة").Press("add").Write("رأيت السيارة", "لونها أبيض").Photo().Write("هذا كل شيء");

        Assert.Equal(["add_to_report"], talk.Actions);
        Assert.Equal("رأيت السيارة\nلونها أبيض", talk.Ended[0].Slots["addition"].Value);
        Assert.Equal(["photo:e1"], talk.Ended[0].Slots["addition"].Items);
    }
}
