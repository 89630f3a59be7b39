namespace Moomken.Bot.Dialogs.Language;

/// <summary>Dates and times as Libya writes them, in Libyan time, with digits 0-9 and no help of the culture.</summary>
public static class DateWords
{
    /// <summary>Sunday first, as <see cref="DayOfWeek"/> counts.</summary>
    private static readonly string[] ArabicDays = ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"];

    /// <summary>The names used in Libya today: not the Syriac ones and not those of Tunisia.</summary>
    private static readonly string[] ArabicMonths =
        ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];

    private static readonly string[] EnglishMonths =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    private static readonly CountedNoun Minutes = new("دقيقة واحدة", "{n} دقيقة", Two: "دقيقتين", Few: "{n} دقائق");
    private static readonly CountedNoun Hours = new("ساعة واحدة", "{n} ساعة", Two: "ساعتين", Few: "{n} ساعات");
    private static readonly CountedNoun EnglishMinutes = new("1 minute", "{n} minutes");
    private static readonly CountedNoun EnglishHours = new("1 hour", "{n} hours");

    public static string DayName(DayOfWeek day, Tongue tongue) => tongue == Tongue.Arabic ? ArabicDays[(int)day] : day.ToString();

    /// <param name="month">1 to 12.</param>
    /// <param name="tongue">Language of the name.</param>
    public static string MonthName(int month, Tongue tongue) => (tongue == Tongue.Arabic ? ArabicMonths : EnglishMonths)[month - 1];

    /// <summary>«السبت، 13 ديسمبر 2025», "Saturday, 13 December 2025".</summary>
    public static string LongDate(DateOnly date, Tongue tongue) =>
        $"{DayName(date.DayOfWeek, tongue)}{(tongue == Tongue.Arabic ? "،" : ",")} {date.Day} {MonthName(date.Month, tongue)} {date.Year}";

    /// <summary>"09:05", 24 hours.</summary>
    public static string Time(DateTimeOffset instant) => LibyaTime.Of(instant).ToString("HH':'mm");

    /// <summary>«09:05 صباحا», «14:00 مساء»; English says no more than the digits.</summary>
    public static string TimeInWords(DateTimeOffset instant, Tongue tongue)
    {
        var mark = LibyaTime.Of(instant).Hour < 12 ? "صباحا" : "مساء";
        return tongue == Tongue.Arabic ? $"{Time(instant)} {mark}" : Time(instant);
    }

    /// <summary>
    /// How long ago, as people say it: «الآن», «منذ 5 دقائق», «منذ ساعتين», «أمس 14:00», and from the day before yesterday
    /// the long date with the time. A moment ahead of now (clocks differ) counts as now.
    /// </summary>
    public static string Relative(DateTimeOffset instant, DateTimeOffset now, Tongue tongue)
    {
        var arabic = tongue == Tongue.Arabic;
        var passed = now - instant;
        var days = LibyaTime.Date(now).DayNumber - LibyaTime.Date(instant).DayNumber;
        return (passed.TotalMinutes, days) switch
        {
            ( < -10, _) => $"{LongDate(LibyaTime.Date(instant), tongue)} {Time(instant)}",
            ( < 1, <= 0) => arabic ? "الآن" : "now",
            ( < 60, _) => Ago((long)passed.TotalMinutes, arabic ? Minutes : EnglishMinutes, tongue),
            (_, <= 0) => Ago((long)passed.TotalHours, arabic ? Hours : EnglishHours, tongue),
            (_, 1) => (arabic ? "أمس " : "yesterday ") + Time(instant),
            _ => $"{LongDate(LibyaTime.Date(instant), tongue)} {Time(instant)}",
        };
    }

    private static string Ago(long count, CountedNoun noun, Tongue tongue) =>
        tongue == Tongue.Arabic ? $"منذ {noun.For(Math.Max(1, count), tongue)}" : $"{noun.For(Math.Max(1, count), tongue)} ago";
}
