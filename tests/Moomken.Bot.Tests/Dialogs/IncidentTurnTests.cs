using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

public class IncidentTurnTests
{
    private static Conversation AtCategory(ChannelProfile? channel = null, Tongue tongue = Tongue.Arabic) =>
        new Conversation(Shipped.Library, channel, tongue).Open("incident").Press("safe");

    private static Conversation AtReview() =>
        AtCategory().Press("VIO", "VIO-2").Write("مدرسة النصر").Press("now").Write("ضربوا مراقبا").Press("done");

    [Theory]
    [InlineData("1")]
    [InlineData("١")]
    [InlineData("۱")]
    [InlineData("1️⃣")]
    [InlineData("رقم ١")]
    [InlineData("(1)")]
    [InlineData("نعم، في أمان")]
    [InlineData("انا بخيييير")]
    [InlineData("Yes, I am safe")]
    [InlineData("yes")]
    [InlineData("SAFE")]
    public void A_choice_is_made_by_number_label_word_or_id_in_both_languages(string answer)
    {
        foreach (var tongue in Tongues.All)
        {
            var talk = new Conversation(Shipped.Library, tongue: tongue).Open("incident").Write(answer);

            Assert.Equal("incident/report.category", talk.State);
        }
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("3")]
    [InlineData("12")]
    [InlineData("ربما")]
    public void What_is_no_choice_is_not_taken_for_one(string answer)
    {
        var talk = new Conversation(Shipped.Library).Open("incident").Write(answer);

        Assert.Equal("incident/safe", talk.State);
        Assert.Single(talk.Said);
    }

    [Fact]
    public void Seven_presses_make_a_whole_report()
    {
        var talk = new Conversation(Shipped.Library);
        talk.Facts["station"] = "ST-9";
        talk.Facts["station_label"] = "مدرسة الفتح";

        talk.Open("incident").Press("safe", "BUY", "BUY-1", "ST-9", "now", "done", "send_anonymous");

        Assert.Contains("submit_incident", talk.Actions);
        Assert.Equal("menu/main", talk.State);
        Assert.Equal("sent", talk.Ended[0].Result);
        Assert.Contains("7K2M-code", talk.Said[0], StringComparison.Ordinal);
        Assert.Equal("BUY-1", talk.Ended[0].Slots["subtype"].Value);
    }

    [Fact]
    public void Skipping_everything_still_ends_at_the_review_and_an_empty_report_is_asked_for_one_sentence()
    {
        var talk = AtCategory();
        talk.Outcomes["submit_incident"] = "nothing";

        talk.Write("تخطي", "skip", "ما نعرفش", "خلاص").Press("send_contact");

        Assert.Equal("incident/report.review", talk.State);
        Assert.Contains("فارغ", talk.Said[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_question_is_counted_among_those_that_are_really_asked()
    {
        Assert.StartsWith("1 من 5: ", AtCategory().Prompt.Text, StringComparison.Ordinal);
        Assert.StartsWith("2 من 5: ", AtCategory().Press("OPN").Prompt.Text, StringComparison.Ordinal);
        Assert.StartsWith("2 of 5: ", AtCategory(tongue: Tongue.English).Press("OPN").Prompt.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Back_asks_the_question_before_and_keeps_its_answer_until_there_is_another()
    {
        var talk = AtCategory().Press("VIO", "VIO-2");

        talk.Write("رجوع");
        Assert.Equal("incident/report.subtype", talk.State);
        Assert.Equal("VIO-2", talk.Slots["subtype"].Value);

        talk.Write("٩", "back");
        Assert.Equal("incident/safe", talk.State);

        talk.Write("رجوع");
        Assert.Equal("incident/safe", talk.State);
        Assert.Equal(["هذا أول سؤال. كلمة «إلغاء» للخروج."], talk.Said);
    }

    [Fact]
    public void Another_category_takes_the_subtype_back_and_asks_for_it_again()
    {
        var talk = AtReview().Write("1");
        Assert.Equal("incident/report.category", talk.State);

        talk.Press("BUY");
        Assert.Equal("incident/report.subtype", talk.State);
        Assert.False(talk.Slots.ContainsKey("subtype"));

        talk.Press("BUY-3");
        Assert.Equal("incident/report.review", talk.State);
    }

    [Fact]
    public void The_same_category_again_keeps_the_subtype()
    {
        var talk = AtReview().Write("1").Press("VIO");

        Assert.Equal("incident/report.review", talk.State);
        Assert.Equal("VIO-2", talk.Slots["subtype"].Value);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("٣")]
    [InlineData("۳")]
    [InlineData("تعديل المكان")]
    [InlineData("edit_place")]
    public void The_review_is_edited_by_the_number_of_its_line(string answer)
    {
        var talk = AtReview();
        Assert.Contains("3. المكان", talk.Prompt.Text, StringComparison.Ordinal);

        talk.Write(answer);
        Assert.Equal("incident/report.place", talk.State);

        talk.Write("مدرسة الوحدة");
        Assert.Equal("incident/report.review", talk.State);
        Assert.Contains("مدرسة الوحدة", talk.Prompt.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("تخطي")]
    [InlineData("لا أعرف")]
    [InlineData("skip")]
    public void Who_skips_while_guesses_are_shown_skips_the_question(string word)
    {
        var talk = AtCategory().Write("فلوس", word);

        Assert.Equal("incident/report.place", talk.State);
        Assert.True(talk.Slots["category"].IsSkipped);
        Assert.Empty(talk.Said);
    }

    [Fact]
    public void Likely_readings_are_offered_and_none_of_them_is_an_answer_too()
    {
        var talk = AtCategory().Write("فلوس");
        Assert.Equal(["BUY", "RES", "none"], talk.Prompt.Choices.Select(choice => choice.Id));
        var old = talk.Prompt.Ask;

        talk.Write("٣");
        Assert.Equal("incident/report.category", talk.State);
        Assert.Equal(15, talk.Prompt.Choices.Length);
        Assert.True(talk.Prompt.Ask > old);

        talk.Write("فلوس", "٢");
        Assert.Equal("incident/report.subtype", talk.State);
        Assert.Equal("RES", talk.Slots["category"].Value);
    }

    [Theory]
    [InlineData("sms")]
    [InlineData("whatsapp")]
    public void A_long_list_is_shown_in_pages_and_numbers_mean_what_is_shown(string channel)
    {
        var talk = AtCategory(ChannelProfile.Named(channel));
        Assert.Equal("OPN", talk.Prompt.Choices[0].Id);
        var page = ChannelProfile.Named(channel)!.PageSize;
        Assert.Equal(page, talk.Prompt.Choices.Length);
        Assert.Equal(["more", "back", "menu"], talk.Prompt.Ways.Select(way => way.Id));
        Assert.Equal(["8", "9", "0"], talk.Prompt.Ways.Select(way => way.Key));

        talk.Write("٨");
        Assert.Equal(StandInFunctions.Categories[page], talk.Prompt.Choices[0].Id);
        while (talk.Prompt.Choices[0].Id != "OPN")
        {
            talk.Write("المزيد");
        }

        Assert.Equal(StandInFunctions.Categories[page], talk.Write("more", "1").Slots["category"].Value);
    }

    [Fact]
    public void Sms_asks_in_short_words_and_for_no_location()
    {
        var talk = AtCategory(ChannelProfile.Sms).Write("1", "1");

        Assert.Equal("incident/report.place", talk.State);
        Assert.False(talk.Prompt.WantsLocation);
        Assert.EndsWith("أين حدث؟ اسم المركز أو المنطقة.", talk.Prompt.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_misses_lead_from_what_is_possible_to_an_example_to_a_person()
    {
        var talk = AtCategory().Press("skip");
        Assert.Equal("incident/report.place", talk.State);
        talk.Press("skip");

        talk.Write("كلام");
        Assert.Equal(["لم نفهم الوقت. يكفي «الآن» أو «اليوم» أو «تخطي»."], talk.Said);
        talk.Write("كلام");
        Assert.Equal("مثال: أمس الساعة 9:30 صباحا", talk.Said[1]);
        talk.Write("كلام");
        Assert.Equal("لا مشكلة. كلمة «مشرف» تصلكم بشخص يساعدكم.", talk.Said[1]);
        Assert.Contains(talk.Prompt.Ways, way => way.Id == "human");

        talk.Press("human");
        Assert.Equal("human/about", talk.State);
        talk.Press("no_words");
        Assert.Equal("incident/report.when", talk.State);
    }
}
