namespace Moomken.Bot.Dialogs.Language;

/// <summary>Sets what a phrase said against the clock.</summary>
internal static class WhenResolver
{
    /// <summary>A date without a year goes back at most this far; further back it is more likely a typing error.</summary>
    private const int FarthestDaysWithoutYear = 180;

    /// <summary>"9 مساء" at ten in the morning is last night; "14:00" then is not yesterday but an error.</summary>
    private static readonly TimeSpan FarthestWithoutDay = TimeSpan.FromHours(14);

    /// <param name="parts">What was said.</param>
    /// <param name="now">With Libya's offset.</param>
    public static HappenedWhen.Understood? Resolve(WhenParts parts, DateTimeOffset now)
    {
        if (parts.Ago is { } ago)
        {
            return ago < 0 || ago > 366 * 1440 ? null : Ago(parts, ago, now);
        }

        if (parts.Now && parts.Hour is null && parts.Part is null && !parts.HasDay)
        {
            return new(now, WhenPrecision.Minute);
        }

        var day = Day(parts, now);
        return parts.Hour is not null ? OnClock(parts, day, now)
            : parts.Minute is not null ? null
            : parts.Part is { } part ? InPart(parts, part, day, now)
            : new(OfWholeDay(day, now), WhenPrecision.Day);
    }

    private static HappenedWhen.Understood Ago(WhenParts parts, int minutes, DateTimeOffset now)
    {
        var at = now.AddMinutes(-minutes);
        var day = DateOnly.FromDateTime(at.DateTime);
        return parts.AgoPrecision != WhenPrecision.Day ? new(at, parts.AgoPrecision)
            : parts.Hour is not null ? OnClock(parts, day, now)
            : new(OfWholeDay(day, now), WhenPrecision.Day);
    }

    private static DateTimeOffset OfWholeDay(DateOnly day, DateTimeOffset now)
    {
        var noon = LibyaTime.At(day, 12, 0);
        return noon > now && day == DateOnly.FromDateTime(now.DateTime) ? now : noon;
    }

    /// <summary>The day that was said, or today.</summary>
    private static DateOnly Day(WhenParts parts, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.DateTime);
        if (parts.Date is { } date)
        {
            return OfDate(date, today);
        }

        if (parts.Weekday is { } weekday)
        {
            var back = ((int)today.DayOfWeek - (int)weekday + 7) % 7;
            return today.AddDays(-(back == 0 && parts.Last ? 7 : back));
        }

        var lastNight = parts is { Last: true, DaysBack: null, Part: DayPart.Night };
        return today.AddDays(lastNight ? -1 : -(parts.DaysBack ?? 0));
    }

    private static DateOnly OfDate((int Day, int Month, int Year) date, DateOnly today)
    {
        if (date.Year > 0)
        {
            return new DateOnly(date.Year, date.Month, date.Day);
        }

        var thisYear = InYear(today.Year, date.Month, date.Day);
        var before = InYear(today.Year - 1, date.Month, date.Day);
        return thisYear > today && today.DayNumber - before.DayNumber <= FarthestDaysWithoutYear ? before : thisYear;
    }

    private static DateOnly InYear(int year, int month, int day) =>
        new(year, month, Math.Min(day, DateTime.DaysInMonth(year, month)));

    private static HappenedWhen.Understood OnClock(WhenParts parts, DateOnly day, DateTimeOffset now)
    {
        var precision = parts.Minute is null ? WhenPrecision.Hour : WhenPrecision.Minute;
        var hours = DayHours.Of(parts);
        var candidates = hours.Select(hour => LibyaTime.At(day, 0, 0).AddHours(hour).AddMinutes(parts.Minute ?? 0)).ToList();
        return new(Choose(candidates, parts, now), precision);
    }

    /// <summary>The latest candidate that has passed; on a day before today, the one of daytime.</summary>
    private static DateTimeOffset Choose(List<DateTimeOffset> candidates, WhenParts parts, DateTimeOffset now)
    {
        var limit = now + HappenedWhen.Tolerance;
        if (parts.HasDay || parts is { Last: true, Part: DayPart.Night } || parts.Ago is not null)
        {
            var earlier = candidates[0].Date < now.Date;
            var passed = candidates.Where(at => at <= limit).ToList();
            return passed.Count == 0 || (earlier && candidates.Count > 1) ? candidates.Find(IsDaytime, candidates[0]) : passed.Max();
        }

        var both = candidates.Concat(candidates.Select(at => at.AddDays(-1))).Where(at => at <= limit).ToList();
        var latest = both.Max();
        var farBack = latest.Date < now.Date && now - latest > FarthestWithoutDay;
        return farBack ? candidates[0] : latest;
    }

    private static DateTimeOffset Find(this List<DateTimeOffset> candidates, Predicate<DateTimeOffset> match, DateTimeOffset otherwise) =>
        candidates.Exists(match) ? candidates.Find(match) : otherwise;

    private static bool IsDaytime(DateTimeOffset at) => at.Hour is >= 7 and < 19;

    private static HappenedWhen.Understood InPart(WhenParts parts, DayPart part, DateOnly day, DateTimeOffset now)
    {
        var at = LibyaTime.At(day, 0, 0).AddHours(DayHours.Usual(part)).AddMinutes(parts.PartShift);
        var started = now >= at.AddHours(-DayHours.HeadStart);
        if (at > now && started)
        {
            at = now;
        }
        else if (at > now && !parts.HasDay)
        {
            at = at.AddDays(-1);
        }

        return new(at, WhenPrecision.PartOfDay);
    }
}
