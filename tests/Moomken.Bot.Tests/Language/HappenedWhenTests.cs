using CsCheck;
using Moomken.Bot.Dialogs.Language;
using Xunit;

namespace Moomken.Bot.Tests.Language;

public class HappenedWhenTests
{
    /// <summary>Saturday, 13 December 2025, half past three in the afternoon.</summary>
    private static readonly DateTimeOffset Now = new(2025, 12, 13, 15, 30, 0, LibyaTime.Offset);

    [Theory]
    [InlineData("الآن", "13 15:30", WhenPrecision.Minute)]
    [InlineData("توا", "13 15:30", WhenPrecision.Minute)]
    [InlineData("تو", "13 15:30", WhenPrecision.Minute)]
    [InlineData("توا في المركز", "13 15:30", WhenPrecision.Minute)]
    [InlineData("now", "13 15:30", WhenPrecision.Minute)]
    [InlineData("right now", "13 15:30", WhenPrecision.Minute)]
    [InlineData("من شوية", "13 15:20", WhenPrecision.Minute)]
    [InlineData("قبل قليل", "13 15:20", WhenPrecision.Minute)]
    [InlineData("منذ ساعة", "13 14:30", WhenPrecision.Hour)]
    [InlineData("قبل ساعة", "13 14:30", WhenPrecision.Hour)]
    [InlineData("قبل ساعتين", "13 13:30", WhenPrecision.Hour)]
    [InlineData("من ٣ ساعات", "13 12:30", WhenPrecision.Hour)]
    [InlineData("منذ ثلاث ساعات", "13 12:30", WhenPrecision.Hour)]
    [InlineData("من نص ساعة", "13 15:00", WhenPrecision.Minute)]
    [InlineData("قبل نصف ساعة", "13 15:00", WhenPrecision.Minute)]
    [InlineData("ربع ساعة", "13 15:15", WhenPrecision.Minute)]
    [InlineData("من ساعة ونص", "13 14:00", WhenPrecision.Minute)]
    [InlineData("قبل ساعة و ربع", "13 14:15", WhenPrecision.Minute)]
    [InlineData("من ساعة الا ربع", "13 14:45", WhenPrecision.Minute)]
    [InlineData("قبل ١٠ دقائق", "13 15:20", WhenPrecision.Minute)]
    [InlineData("منذ ۲۰ دقيقة", "13 15:10", WhenPrecision.Minute)]
    [InlineData("من عشر دقايق", "13 15:20", WhenPrecision.Minute)]
    [InlineData("10 minutes ago", "13 15:20", WhenPrecision.Minute)]
    [InlineData("ago 10 minutes", "13 15:20", WhenPrecision.Minute)]
    [InlineData("an hour ago", "13 14:30", WhenPrecision.Hour)]
    [InlineData("about two hours ago", "13 13:30", WhenPrecision.Hour)]
    [InlineData("half an hour ago", "13 15:00", WhenPrecision.Minute)]
    [InlineData("an hour and a half ago", "13 14:00", WhenPrecision.Minute)]
    [InlineData("2 hrs ago", "13 13:30", WhenPrecision.Hour)]
    public void A_while_ago_is_counted_back(string words, string at, WhenPrecision precision) => Check(words, at, precision);

    [Theory]
    [InlineData("10:30", "13 10:30", WhenPrecision.Minute)]
    [InlineData("١٠:٣٠", "13 10:30", WhenPrecision.Minute)]
    [InlineData("۱۰:۳۰", "13 10:30", WhenPrecision.Minute)]
    [InlineData("10.30", "13 10:30", WhenPrecision.Minute)]
    [InlineData("0930", "13 09:30", WhenPrecision.Minute)]
    [InlineData("على 10:30", "13 10:30", WhenPrecision.Minute)]
    [InlineData("2:15", "13 14:15", WhenPrecision.Minute)]
    [InlineData("الساعة 9 صباحا", "13 09:00", WhenPrecision.Hour)]
    [InlineData("الساعة ٩ ص", "13 09:00", WhenPrecision.Hour)]
    [InlineData("الساعة 9", "13 09:00", WhenPrecision.Hour)]
    [InlineData("9", "13 09:00", WhenPrecision.Hour)]
    [InlineData("ساعة 9", "13 09:00", WhenPrecision.Hour)]
    [InlineData("الساعة 3", "13 15:00", WhenPrecision.Hour)]
    [InlineData("الساعة 3 مساء", "13 15:00", WhenPrecision.Hour)]
    [InlineData("3 مساء", "13 15:00", WhenPrecision.Hour)]
    [InlineData("3 العصر", "13 15:00", WhenPrecision.Hour)]
    [InlineData("٣م", "13 15:00", WhenPrecision.Hour)]
    [InlineData("3 بعد الظهر", "13 15:00", WhenPrecision.Hour)]
    [InlineData("١ الظهر", "13 13:00", WhenPrecision.Hour)]
    [InlineData("12 الظهر", "13 12:00", WhenPrecision.Hour)]
    [InlineData("٩ ونص", "13 09:30", WhenPrecision.Minute)]
    [InlineData("9 و ربع", "13 09:15", WhenPrecision.Minute)]
    [InlineData("تسعة ونص", "13 09:30", WhenPrecision.Minute)]
    [InlineData("تسعة الا ربع", "13 08:45", WhenPrecision.Minute)]
    [InlineData("10 إلا ربع", "13 09:45", WhenPrecision.Minute)]
    [InlineData("10 غير ربع", "13 09:45", WhenPrecision.Minute)]
    [InlineData("عشرة الا خمسة", "13 09:55", WhenPrecision.Minute)]
    [InlineData("٩ وثلث", "13 09:20", WhenPrecision.Minute)]
    [InlineData("9 و 10 دقائق", "13 09:10", WhenPrecision.Minute)]
    [InlineData("9 وعشرة", "13 09:10", WhenPrecision.Minute)]
    [InlineData("9 30", "13 09:30", WhenPrecision.Minute)]
    [InlineData("الساعة الثانية", "13 14:00", WhenPrecision.Hour)]
    [InlineData("الثانية عشرة ظهرا", "13 12:00", WhenPrecision.Hour)]
    [InlineData("الساعة اطناش ونص", "13 12:30", WhenPrecision.Minute)]
    [InlineData("حوالي الساعة عشرة", "13 10:00", WhenPrecision.Hour)]
    [InlineData("2 الليل", "13 02:00", WhenPrecision.Hour)]
    [InlineData("at 3pm", "13 15:00", WhenPrecision.Hour)]
    [InlineData("3 p.m.", "13 15:00", WhenPrecision.Hour)]
    [InlineData("9am", "13 09:00", WhenPrecision.Hour)]
    [InlineData("9:15 am", "13 09:15", WhenPrecision.Minute)]
    [InlineData("half past nine", "13 09:30", WhenPrecision.Minute)]
    [InlineData("quarter to 10", "13 09:45", WhenPrecision.Minute)]
    [InlineData("ten to nine", "13 08:50", WhenPrecision.Minute)]
    [InlineData("9 o'clock", "13 09:00", WhenPrecision.Hour)]
    [InlineData("around 11 in the morning", "13 11:00", WhenPrecision.Hour)]
    [InlineData("فتحوا المركز الساعة 10", "13 10:00", WhenPrecision.Hour)]
    public void A_clock_time_is_the_latest_that_has_passed(string words, string at, WhenPrecision precision) => Check(words, at, precision);

    [Theory]
    [InlineData("اليوم", "13 12:00", WhenPrecision.Day)]
    [InlineData("today", "13 12:00", WhenPrecision.Day)]
    [InlineData("أمس", "12 12:00", WhenPrecision.Day)]
    [InlineData("البارح", "12 12:00", WhenPrecision.Day)]
    [InlineData("امبارح", "12 12:00", WhenPrecision.Day)]
    [InlineData("yesterday", "12 12:00", WhenPrecision.Day)]
    [InlineData("أول أمس", "11 12:00", WhenPrecision.Day)]
    [InlineData("قبل أمس", "11 12:00", WhenPrecision.Day)]
    [InlineData("the day before yesterday", "11 12:00", WhenPrecision.Day)]
    [InlineData("منذ أمس", "12 12:00", WhenPrecision.Day)]
    [InlineData("قبل يومين", "11 12:00", WhenPrecision.Day)]
    [InlineData("من 3 ايام", "10 12:00", WhenPrecision.Day)]
    [InlineData("قبل يوم", "12 12:00", WhenPrecision.Day)]
    [InlineData("قبل اسبوع", "6 12:00", WhenPrecision.Day)]
    [InlineData("3 days ago", "10 12:00", WhenPrecision.Day)]
    [InlineData("a week ago", "6 12:00", WhenPrecision.Day)]
    [InlineData("السبت الماضي", "6 12:00", WhenPrecision.Day)]
    [InlineData("السبت اللي فات", "6 12:00", WhenPrecision.Day)]
    [InlineData("last Saturday", "6 12:00", WhenPrecision.Day)]
    [InlineData("السبت", "13 12:00", WhenPrecision.Day)]
    [InlineData("يوم الخميس", "11 12:00", WhenPrecision.Day)]
    [InlineData("الاربعا", "10 12:00", WhenPrecision.Day)]
    [InlineData("لثنين", "8 12:00", WhenPrecision.Day)]
    [InlineData("التلات", "9 12:00", WhenPrecision.Day)]
    [InlineData("on Friday", "12 12:00", WhenPrecision.Day)]
    [InlineData("13/12", "13 12:00", WhenPrecision.Day)]
    [InlineData("١/١٢", "1 12:00", WhenPrecision.Day)]
    [InlineData("5/12/2025", "5 12:00", WhenPrecision.Day)]
    [InlineData("5-12-2025", "5 12:00", WhenPrecision.Day)]
    [InlineData("2025-12-05", "5 12:00", WhenPrecision.Day)]
    [InlineData("5.12.25", "5 12:00", WhenPrecision.Day)]
    [InlineData("5 ديسمبر", "5 12:00", WhenPrecision.Day)]
    [InlineData("يوم 5 ديسمبر 2025", "5 12:00", WhenPrecision.Day)]
    [InlineData("5 الكانون", "5 12:00", WhenPrecision.Day)]
    [InlineData("5 من ديسمبر", "5 12:00", WhenPrecision.Day)]
    [InlineData("December 5", "5 12:00", WhenPrecision.Day)]
    [InlineData("5th December", "5 12:00", WhenPrecision.Day)]
    public void A_day_stands_for_its_noon(string words, string at, WhenPrecision precision) => Check(words, at, precision);

    [Theory]
    [InlineData("أمس 14:00", "12 14:00", WhenPrecision.Minute)]
    [InlineData("تأخروا ساعة امبارح", "12 12:00", WhenPrecision.Day)]
    [InlineData("امبارح الساعة 3", "12 15:00", WhenPrecision.Hour)]
    [InlineData("امبارح الساعة 9", "12 09:00", WhenPrecision.Hour)]
    [InlineData("امبارح 9 الليل", "12 21:00", WhenPrecision.Hour)]
    [InlineData("البارح الساعة 2 الليل", "13 02:00", WhenPrecision.Hour)]
    [InlineData("اليوم الساعة 11 ونص", "13 11:30", WhenPrecision.Minute)]
    [InlineData("13/12/2025 10:00", "13 10:00", WhenPrecision.Minute)]
    [InlineData("٥/١٢ الساعة ٩ ص", "5 09:00", WhenPrecision.Hour)]
    [InlineData("السبت الماضي 10:15", "6 10:15", WhenPrecision.Minute)]
    [InlineData("الجمعة العصر", "12 16:00", WhenPrecision.PartOfDay)]
    [InlineData("yesterday at 14:00", "12 14:00", WhenPrecision.Minute)]
    [InlineData("yesterday evening", "12 20:00", WhenPrecision.PartOfDay)]
    [InlineData("last night", "12 21:00", WhenPrecision.PartOfDay)]
    [InlineData("last night at 2", "13 02:00", WhenPrecision.Hour)]
    [InlineData("الليلة الماضية", "12 21:00", WhenPrecision.PartOfDay)]
    [InlineData("أمس بالليل", "12 21:00", WhenPrecision.PartOfDay)]
    [InlineData("الصبح", "13 09:00", WhenPrecision.PartOfDay)]
    [InlineData("اليوم الصبح", "13 09:00", WhenPrecision.PartOfDay)]
    [InlineData("this morning", "13 09:00", WhenPrecision.PartOfDay)]
    [InlineData("الظهر", "13 13:00", WhenPrecision.PartOfDay)]
    [InlineData("قبل الظهر", "13 11:30", WhenPrecision.PartOfDay)]
    [InlineData("الفجر", "13 05:00", WhenPrecision.PartOfDay)]
    [InlineData("العصر", "13 15:30", WhenPrecision.PartOfDay)]
    [InlineData("المغرب", "13 15:30", WhenPrecision.PartOfDay)]
    [InlineData("نص الليل", "13 00:00", WhenPrecision.PartOfDay)]
    [InlineData("امبارح المغرب", "12 18:00", WhenPrecision.PartOfDay)]
    public void A_day_and_a_time_are_put_together(string words, string at, WhenPrecision precision) => Check(words, at, precision);

    [Theory]
    [InlineData("16:00", "13 16:00")]
    [InlineData("9 مساء", "13 21:00")]
    [InlineData("اليوم الساعة 9 مساء", "13 21:00")]
    [InlineData("14/12", "14 12:00")]
    [InlineData("غدا", "14 12:00")]
    [InlineData("غدا الساعة 9", "14 9:00")]
    [InlineData("غدوة الصبح", "14 8:00")]
    [InlineData("بكرة", "14 12:00")]
    [InlineData("tomorrow at 10", "14 10:00")]
    [InlineData("20/12/2025", "20 12:00")]
    public void What_has_not_come_is_said_so(string words, string at)
    {
        var future = Assert.IsType<HappenedWhen.InFuture>(HappenedWhen.Parse(words, Now));

        Assert.Equal(At(at), future.At);
    }

    [Theory]
    [InlineData("15:38", "13 15:38")]
    public void A_clock_that_is_a_little_fast_is_forgiven(string words, string at) => Check(words, at, WhenPrecision.Minute);

    [Fact]
    public void An_evening_hour_in_the_morning_is_of_last_night() =>
        Assert.Equal(
            new HappenedWhen.Understood(At("12 21:00"), WhenPrecision.Hour),
            HappenedWhen.Parse("9 مساء", new DateTimeOffset(2025, 12, 13, 8, 0, 0, LibyaTime.Offset)));

    [Fact]
    public void A_date_of_last_year_is_taken_in_January()
    {
        var january = new DateTimeOffset(2026, 1, 3, 12, 0, 0, LibyaTime.Offset);

        Assert.Equal(
            new HappenedWhen.Understood(At("28 12:00"), WhenPrecision.Day), HappenedWhen.Parse("28/12", january));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ما نعرفش")]
    [InlineData("3 رجال مسلحين")]
    [InlineData("تأخر فتح المحطة ساعة كاملة")]
    [InlineData("امرأة حامل واقفة ساعتين")]
    [InlineData("the station opened 50 minutes late")]
    [InlineData("رجعوني من الباب 3 مرات")]
    [InlineData("سوق الجمعة")]
    [InlineData("من 9 إلى 11")]
    [InlineData("from 9 to 11")]
    [InlineData("31/2/2025")]
    [InlineData("45/45")]
    [InlineData("25:70")]
    [InlineData("0912345678")]
    [InlineData("7 8")]
    [InlineData("ربع")]
    [InlineData("9-11")]
    [InlineData("الأسبوع الماضي")]
    [InlineData("long ago")]
    public void What_is_no_time_is_not_made_into_one(string words) =>
        Assert.IsType<HappenedWhen.NotUnderstood>(HappenedWhen.Parse(words, Now));

    [Fact]
    public void Any_words_give_a_result_and_none_is_understood_ahead_of_now()
    {
        string[] pieces = ["9", "٣", "الساعة", "أمس", "ونص", "الا", "ربع", "13/12", "10:70", "ساعة", "منذ", "الليل", "pm", "to", "past", "السبت", "الماضي", "29/2", "9999", "ديسمبر", "و", "-", "x"];
        Gen.Int[0, pieces.Length - 1].Array[0, 9].Sample(picks =>
            HappenedWhen.Parse(string.Join(' ', picks.Select(pick => pieces[pick])), Now) is not HappenedWhen.Understood found
            || found.At <= Now + HappenedWhen.Tolerance);
        ArabicNoise.Text.Sample(text => HappenedWhen.Parse(text, Now) is not null);
    }

    private static void Check(string words, string at, WhenPrecision precision) =>
        Assert.Equal(new HappenedWhen.Understood(At(at), precision), HappenedWhen.Parse(words, Now));

    /// <summary>Day and time of December 2025.</summary>
    private static DateTimeOffset At(string text)
    {
        var parts = text.Split(' ', ':');
        return new DateTimeOffset(2025, 12, int.Parse(parts[0]), int.Parse(parts[1]), int.Parse(parts[2]), 0, LibyaTime.Offset);
    }
}
