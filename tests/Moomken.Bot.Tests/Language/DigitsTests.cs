using Moomken.Bot.Dialogs.Language;
using Xunit;

namespace Moomken.Bot.Tests.Language;

public class DigitsTests
{
    [Fact]
    public void Digits_of_three_scripts_are_the_same_digits()
    {
        Assert.Equal("0123456789", Digits.ToAscii("٠١٢٣٤٥٦٧٨٩"));
        Assert.Equal("0123456789", Digits.ToAscii("۰۱۲۳۴۵۶۷۸۹"));
        Assert.Equal("3 من 8 و9", Digits.ToAscii("٣ من 8 و۹"));
        Assert.Equal("نعم", Digits.ToAscii("نعم"));
    }

    [Theory]
    [InlineData("25", 25)]
    [InlineData("٢٥", 25)]
    [InlineData("۲۵", 25)]
    [InlineData(" 025 ", 25)]
    [InlineData("1,234", 1234)]
    [InlineData("١٬٢٣٤", 1234)]
    [InlineData("1 234", 1234)]
    [InlineData("25 ناخب", 25)]
    [InlineData("عددهم ٣٤٥.", 345)]
    [InlineData("صفر", 0)]
    [InlineData("0", 0)]
    [InlineData("عشرة", 10)]
    [InlineData("تلاتة", 3)]
    [InlineData("seven", 7)]
    [InlineData("lol 5", 5)]
    public void A_count_is_read(string text, long value) =>
        Assert.Equal(new CountReading(CountVerdict.Read, value), Counts.ParseCount(text));

    [Theory]
    [InlineData("1O0", 100)]
    [InlineData("l5", 15)]
    [InlineData("2o", 20)]
    public void A_letter_in_a_number_is_read_as_the_digit_it_looks_like_and_said_so(string text, long value) =>
        Assert.Equal(new CountReading(CountVerdict.Read, value, Repaired: true), Counts.ParseCount(text));

    [Theory]
    [InlineData("-3", CountVerdict.Negative)]
    [InlineData("٣-", CountVerdict.Negative)]
    [InlineData("1.5", CountVerdict.Fraction)]
    [InlineData("١٫٥", CountVerdict.Fraction)]
    [InlineData("2,5", CountVerdict.Fraction)]
    [InlineData("1.234", CountVerdict.Unclear)]
    [InlineData("من 20 الى 30", CountVerdict.Unclear)]
    [InlineData("20-30", CountVerdict.Unclear)]
    [InlineData("12345678901234567890", CountVerdict.TooLarge)]
    [InlineData("ما نعرفش", CountVerdict.Missing)]
    [InlineData("", CountVerdict.Missing)]
    public void What_is_not_one_whole_count_is_never_made_into_one(string text, CountVerdict verdict) =>
        Assert.Equal(verdict, Counts.ParseCount(text).Verdict);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("١.", 1)]
    [InlineData("رقم ٣", 3)]
    [InlineData("الرقم ۳", 3)]
    [InlineData("3)", 3)]
    [InlineData("(٣)", 3)]
    [InlineData("1️⃣", 1)]
    [InlineData("الخيار 2", 2)]
    [InlineData("option 2", 2)]
    [InlineData("no. 4", 4)]
    [InlineData("واحد", 1)]
    [InlineData("الأول", 1)]
    [InlineData("the first", 1)]
    [InlineData("اثنين", 2)]
    [InlineData("تنين", 2)]
    [InlineData("رقم زوز", 2)]
    [InlineData("الثالثة", 3)]
    [InlineData("خمسه", 5)]
    [InlineData("تمنية", 8)]
    [InlineData("10", 10)]
    [InlineData("0", 0)]
    public void An_option_number_is_read_as_people_write_it(string text, int option) =>
        Assert.Equal(option, Counts.ParseOption(text));

    [Theory]
    [InlineData("-3")]
    [InlineData("1.5")]
    [InlineData("1 2")]
    [InlineData("3 مسلحين")]
    [InlineData("نعم")]
    [InlineData("رقم")]
    [InlineData("0912345678")]
    [InlineData("")]
    [InlineData("أول مرة")]
    public void Other_words_are_no_option_number(string text) => Assert.Null(Counts.ParseOption(text));
}
