namespace Moomken.Bot.Dialogs.Language;

/// <summary>Days of a time phrase: yesterday, weekdays, parts of the day, dates.</summary>
internal sealed partial class WhenReader
{
    private void TakeDay(WhenToken token)
    {
        switch (token.Kind)
        {
            case WhenKind.Last:
                parts.Last = true;
                parts.Strong |= parts.Weekday is not null;
                break;
            case WhenKind.Weekday:
                contradiction |= parts.Weekday is not null;
                parts.Weekday = (DayOfWeek)token.Value;
                // سوق الجمعة is a town: a weekday among unknown words counts only after "يوم".
                parts.Strong |= dayMarked || parts.Last;
                break;
            default:
                // أول أمس, قبل أمس, the day before yesterday: one day more.
                var earlier = token.Value == 1 && (parts.Hour == 1 || tokens.Exists(IsBefore));
                (parts.DaysBack, parts.Hour) = (token.Value + (earlier ? 1 : 0), earlier && parts.Hour == 1 ? null : parts.Hour);
                parts.Strong = true;
                break;
        }
    }

    private void TakePart(WhenToken token)
    {
        if (token.Kind != WhenKind.Part)
        {
            parts.Afternoon = token.Kind == WhenKind.Pm;
            return;
        }

        var before = at > 0 ? tokens[at - 1].Kind : WhenKind.Unknown;
        parts.PartShift = before switch { WhenKind.After => 120, WhenKind.Ago when IsBefore(tokens[at - 1]) => -90, _ => 0 };
        parts.Part = before == WhenKind.After && token.Value == (int)DayPart.Noon ? DayPart.Afternoon : (DayPart)token.Value;
        parts.PartShift = before == WhenKind.After && token.Value == (int)DayPart.Noon ? 0 : parts.PartShift;
    }

    private void TakeMonth(int month)
    {
        if (NextNumber(at + 1) is { } day and <= 31)
        {
            at++;
            SetDate(day, month, TakeYear());
        }
        else if (parts.Hour is { } written && !clockSaid)
        {
            // "13 من ديسمبر": the number was taken for an hour.
            parts.Hour = null;
            SetDate(written, month, TakeYear());
        }
        else
        {
            parts.Unknown++;
        }
    }

    private int TakeYear()
    {
        var year = NextNumber(at + 1) ?? 0;
        if (year is < 2000 or > 2100)
        {
            return 0;
        }

        at++;
        return year;
    }

    private void SetDate(int day, int month, int year)
    {
        // A leap year when none is written, so that 29/2 passes; a date that does not exist is not understood.
        var known = year is 0 or (>= 2000 and <= 2100) && month is >= 1 and <= 12;
        var exists = known && day >= 1 && day <= DateTime.DaysInMonth(year == 0 ? 2024 : year, month);
        contradiction |= parts.Date is not null || !exists;
        parts.Date = (day, month, year);
        parts.Strong = true;
    }
}
