namespace Moomken.Bot.Dialogs.Language;

/// <summary>What one word or number of a time phrase means.</summary>
internal enum WhenKind
{
    /// <summary>Says nothing about time.</summary>
    Unknown,
    Filler,

    /// <summary>Now, or a little while ago.</summary>
    Now,
    Number,

    /// <summary>Hour and minute with a separator between them.</summary>
    Clock,

    /// <summary>Day, month and perhaps year in digits.</summary>
    Date,

    /// <summary>Value is days back: 0, 1 or 2.</summary>
    Day,
    Weekday,
    Month,

    /// <summary>Month names of 1986-2011; everyday words too, so they count only after a number.</summary>
    OldMonth,
    Part,
    Am,
    Pm,

    /// <summary>Value is minutes: 1, 60, 1440 or 10080. Second is how many of them the word says (2 for ساعتين).</summary>
    Unit,

    /// <summary>منذ, من, ago; Second is 1 for قبل and before.</summary>
    Ago,

    /// <summary>From … until: two times, so no time of ours.</summary>
    Range,
    After,

    /// <summary>Value is minutes: 30, 15 or 20.</summary>
    Fraction,
    /// <summary>و; Value is 1 for the English "past", which comes before the hour.</summary>
    Plus,

    /// <summary>الا; Value is 1 for the English "to", which comes before the hour.</summary>
    Minus,

    /// <summary>The word that a clock time follows: الساعة, at.</summary>
    ClockMark,
    Last,

    /// <summary>يوم: introduces a weekday or date, and is a unit after منذ.</summary>
    DayMark,
}

/// <summary>Parts of a day with the hour they are taken for.</summary>
internal enum DayPart
{
    Dawn,
    Morning,
    Noon,
    Afternoon,
    Sunset,
    Evening,
    Night,
    Midnight,
}

/// <param name="Kind">What it is.</param>
/// <param name="Value">The number, hour, day of month, unit … by kind.</param>
/// <param name="Second">Minute, month or count by kind.</param>
/// <param name="Third">Year of a date, 0 when not written.</param>
/// <param name="Literal">A clock time written with two digits for the hour: a 24-hour clock.</param>
internal readonly record struct WhenToken(WhenKind Kind, int Value = 0, int Second = 0, int Third = 0, bool Literal = false);
