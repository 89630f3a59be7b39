using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Tests.Dialogs.Support;
using Xunit;

namespace Moomken.Bot.Tests.Dialogs;

/// <summary>Words, files and places find their way into the report wherever they are sent.</summary>
public class ReportStoryTests
{
    private static Conversation AtCategory() =>
        new Conversation(Shipped.Library).Open("incident").Press("safe");

    private static Conversation AtReview() =>
        AtCategory().Press("VIO", "VIO-2").Write("مدرسة النصر").Press("now").Write("ضربوا مراقبا").Press("done");

    [Fact]
    public void Words_and_photos_at_the_review_are_added_to_the_report()
    {
        var talk = AtReview().Write("وكسروا الصندوق").Photo("e5", "الصندوق");

        Assert.Equal("incident/report.review", talk.State);
        Assert.Equal("ضربوا مراقبا\nوكسروا الصندوق\nالصندوق", talk.Slots["details"].Value);
        Assert.Equal(["photo:e5"], talk.Slots["details"].Items);
    }

    [Theory]
    [InlineData("إرسال")]
    [InlineData("نطرّش")]
    [InlineData("SEND")]
    public void A_word_for_sending_asks_which_of_the_two_ways_and_keeps_and_sends_nothing(string word)
    {
        var before = AtReview();
        var (slots, ask, keys) = (before.Slots, before.Prompt.Ask, before.Prompt.Choices.ToDictionary(choice => choice.Id, choice => choice.Key));

        var talk = before.Write(word);

        Assert.Equal(("incident/report.review", ask), (talk.State, talk.Prompt.Ask));
        Assert.Equal(slots, talk.Slots);
        Assert.Equal(["send_contact", "send_anonymous"], talk.Prompt.Choices.Select(choice => choice.Id));
        Assert.All(talk.Prompt.Choices, choice => Assert.Equal(keys[choice.Id], choice.Key));
        Assert.Equal("send_anonymous", talk.Write(keys["send_anonymous"]).Ended[0].Slots["sending"].Value);
    }

    [Theory]
    [InlineData("٢٢")]
    [InlineData("22")]
    [InlineData("۲۲")]
    [InlineData("السطر 22")]
    [InlineData("6 7")]
    public void A_number_that_no_line_has_is_answered_with_the_range_and_kept_nowhere(string number)
    {
        var before = AtReview();
        var slots = before.Slots;

        var talk = before.Write(number);

        Assert.Equal(slots, talk.Slots);
        Assert.Contains("الأرقام من 1 إلى 9", Bidi.WithoutMarks(talk.Said[0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0912345678")]
    [InlineData("كانوا 22")]
    public void A_phone_and_a_number_with_words_are_part_of_what_happened(string words) =>
        Assert.EndsWith(words, AtReview().Write(words).Slots["details"].Value, StringComparison.Ordinal);

    [Theory]
    [InlineData("نعم")]
    [InlineData("تخطي")]
    [InlineData("👍")]
    [InlineData("22")]
    [InlineData("الآن")]
    public void What_is_a_button_elsewhere_is_no_story(string words)
    {
        var talk = AtCategory().Press("VIO", "VIO-2").Write("مدرسة النصر").Press("now").Write(words);

        Assert.Equal("incident/report.details", talk.State);
        Assert.False(talk.Slots.ContainsKey("details"));
    }

    [Theory]
    [InlineData("نعم", "incident/report.when")]
    [InlineData("ok", "incident/report.when")]
    [InlineData("لا", "incident/report.place")]
    public void Yes_and_no_answer_whether_it_is_the_one_that_was_guessed(string word, string state) =>
        Assert.Equal(state, AtCategory().Press("VIO", "VIO-2").Write("الفتاح").Write(word).State);

    [Theory]
    [InlineData("مش امان")]
    [InlineData("في خطر")]
    [InlineData("not safe")]
    [InlineData("لست آمنا")]
    [InlineData("مش في أمان")]
    [InlineData("مو امان")]
    [InlineData("لا، لست في أمان")]
    [InlineData("لا لست في أمان")]
    [InlineData("No, I am not safe")]
    [InlineData("I'm not safe")]
    [InlineData("unsafe")]
    public void Not_safe_is_danger_at_any_question(string words) =>
        Assert.All(
            [AtReview(), AtCategory(), AtCategory().Press("VIO", "VIO-2"), AtCategory().Press("VIO", "VIO-2").Write("مدرسة النصر").Press("now")],
            talk => Assert.StartsWith("danger/", talk.Write(words).State, StringComparison.Ordinal));

    [Theory]
    [InlineData("دز")]
    [InlineData("طرش")]
    [InlineData("ابعث")]
    [InlineData("أرسلوا")]
    public void Send_in_any_dialect_ends_the_story(string words) =>
        Assert.Equal("incident/report.review", AtCategory().Press("VIO", "VIO-2").Write("مدرسة النصر").Press("now").Write("كسر الصندوق").Write(words).State);

    [Theory]
    [InlineData("ok")]
    [InlineData("okay")]
    [InlineData("تمام")]
    [InlineData("طيب")]
    public void An_acknowledgement_is_not_safety(string words) =>
        Assert.Equal("danger/wait", new Conversation(Shipped.Library).Open("danger").Write(words).State);

    [Fact]
    public void Nothing_is_deleted_before_a_yes()
    {
        var asked = AtReview().Press("discard");

        Assert.Equal("incident/confirm_discard", asked.State);
        Assert.Equal("incident/report.review", asked.Write("لا").State);
        Assert.Contains(AtReview().Press("discard").Write("نعم").Ended, ended => ended.Dialog == "incident");
    }

    [Theory]
    [InlineData("حالة 2G0W-019G", "2G0W-019G")]
    [InlineData("status 2G0W-019G", "2G0W-019G")]
    [InlineData("حالة ٢G٠W-٠١٩G", "2G0W-019G")]
    [InlineData("حالة ۲G۰W-۰۱۹G", "2G0W-019G")]
    public void A_word_takes_the_code_behind_it(string words, string code)
    {
        var talk = new Conversation(Shipped.Library).Open("menu").Write(words);

        Assert.Contains(talk.Ended, ended => ended.Dialog == "status" && ended.Slots["arguments"].Value == code);
    }

    [Fact]
    public void A_photo_at_any_question_goes_to_the_story_and_the_words_are_still_asked_for()
    {
        var talk = new Conversation(Shipped.Library).Open("incident").Photo("e1").Press("safe").Photo("e2").Press("VIO").Photo("e3")
            .Press("VIO-1").Photo("e4").Write("المدرسة").Photo("e5").Press("now");

        Assert.Equal("incident/report.details", talk.State);
        Assert.Equal(["photo:e1", "photo:e2", "photo:e3", "photo:e4", "photo:e5"], talk.Slots["details"].Items);
    }

    [Fact]
    public void A_captioned_photo_has_told_the_story()
    {
        var talk = AtCategory().Photo("e1", "كسر الصندوق").Press("VIO", "VIO-1").Write("المدرسة").Press("now");

        Assert.Equal("incident/report.review", talk.State);
    }

    [Fact]
    public void A_sentence_where_only_buttons_are_offered_is_kept_as_the_story()
    {
        var talk = new Conversation(Shipped.Library).Open("incident").Write("دخل مسلحون المركز وأخذوا الصناديق كلها");

        Assert.Equal("incident/safe", talk.State);
        Assert.Equal("دخل مسلحون المركز وأخذوا الصناديق كلها", talk.Slots["details"].Value);
    }

    [Fact]
    public void A_shared_place_is_noted_at_any_question_and_not_asked_for_again()
    {
        var talk = AtCategory().Take(new DialogInput.Location(new GeoPoint(32.88, 13.19), null)).Press("VIO", "VIO-1");

        Assert.Equal("incident/report.when", talk.State);
        Assert.Equal(new GeoPoint(32.88, 13.19), talk.Slots["place"].Point);
    }

    [Fact]
    public void What_is_too_long_is_cut_and_the_person_is_told()
    {
        var talk = new Conversation(Shipped.Library).Open("human").Write(new string('ن', 3_999) + "🙂" + new string('ن', 6_000));

        Assert.Contains("4000", talk.Said[0], StringComparison.Ordinal);
        Assert.Equal(new string('ن', 3_999), talk.Ended[0].Slots["words"].Value);
    }
}
