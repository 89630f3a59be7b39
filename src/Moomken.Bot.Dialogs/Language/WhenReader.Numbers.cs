namespace Moomken.Bot.Dialogs.Language;

/// <summary>Numbers of a time phrase: hours, minutes, durations.</summary>
internal sealed partial class WhenReader
{
    private void TakeNumber(int value)
    {
        if (value is 1 or 2 && IsNext(WhenKind.Number) && tokens[at + 1] is { Value: 10, Literal: false } && parts.Hour is null && sign == 0)
        {
            // الثانية عشرة is twelve.
            value += 10;
            at++;
        }

        if (IsNext(WhenKind.Unit))
        {
            TakeUnit(value, tokens[++at]);
        }
        else if (IsNext(WhenKind.DayMark) && agoSaid)
        {
            at++;
            AddAgo(value * 1440);
        }
        else if (IsNext(WhenKind.Month) || IsNext(WhenKind.OldMonth))
        {
            var month = tokens[++at].Value;
            SetDate(value, month, TakeYear());
        }
        else if (parts.Hour is null)
        {
            TakeHour(value);
        }
        else
        {
            // "9 30" is a time; "7 8" is two.
            contradiction |= sign == 0 && value < 10;
            AddMinutes(sign < 0 ? -value : value);
        }
    }

    private void TakeHour(int value)
    {
        // "ten to nine", "five past nine": the minutes come first.
        if (sign == 0 && IsNextEnglishJoin() && NextNumber(at + 2) is { } hour)
        {
            AddMinutes(tokens[at + 1].Kind == WhenKind.Minus ? -value : value);
            at += 2;
            SetHour(hour, null, literal: false);
        }
        else
        {
            SetHour(value, null, literal: value > 12);
            parts.Strong |= clockSaid;
        }
    }

    /// <summary>"past" and "to", after which the hour comes; after و and الا the minutes come.</summary>
    private bool IsNextEnglishJoin() =>
        at + 1 < tokens.Count && tokens[at + 1] is { Kind: WhenKind.Plus or WhenKind.Minus, Value: 1 };

    private void TakeFraction(int minutes)
    {
        if (minutes == 30 && IsNext(WhenKind.Part) && tokens[at + 1].Value is (int)DayPart.Night)
        {
            at++;
            parts.Part = DayPart.Midnight;
            return;
        }

        var unit = IsNext(WhenKind.Filler) ? at + 2 : at + 1;
        if (sign == 0 && unit < tokens.Count && tokens[unit] is { Kind: WhenKind.Unit, Value: 60, Second: 1 })
        {
            at = unit;
            AddAgo(minutes);
        }
        else if (parts.Ago is not null && parts.Hour is null)
        {
            AddAgo(sign < 0 ? -minutes : minutes);
        }
        else if (sign == 0 && parts.Hour is null && IsNextEnglishJoin() && NextNumber(at + 2) is { } hour)
        {
            AddMinutes(tokens[at + 1].Kind == WhenKind.Minus ? -minutes : minutes);
            at += 2;
            SetHour(hour, null, literal: false);
        }
        else
        {
            AddMinutes(sign < 0 ? -minutes : minutes);
        }
    }

    /// <summary>"ساعة 9" without ال is a clock time; "ساعة", "3 ساعات" and "ساعتين" are durations.</summary>
    private void TakeUnit(int count, WhenToken unit)
    {
        if (count == 1 && unit is { Value: 60, Second: 1 } && !agoSaid && (IsNext(WhenKind.Number) || IsNext(WhenKind.Clock)))
        {
            clockSaid = true;
        }
        else if (parts.Hour is not null && unit.Value == 1)
        {
            AddMinutes(sign < 0 ? -count * unit.Second : count * unit.Second);
        }
        else
        {
            AddAgo(Math.Min(count, 10_000) * unit.Value * unit.Second, unit.Value);
        }
    }

    private void SetHour(int hour, int? minute, bool literal)
    {
        contradiction |= parts.Hour is not null || hour is < 0 or > 24;
        parts.Hour = hour % 24;
        parts.Minute = minute ?? parts.Minute;
        parts.Literal = literal;
    }

    private void AddMinutes(int minutes)
    {
        contradiction |= Math.Abs(minutes) > 59;
        parts.Minute = (parts.Minute ?? 0) + minutes;
        sign = 0;
    }

    private void AddAgo(int minutes, int unit = 1)
    {
        parts.Ago = (parts.Ago ?? 0) + minutes;
        var precision = unit switch { >= 1440 => WhenPrecision.Day, 60 => WhenPrecision.Hour, _ => WhenPrecision.Minute };
        parts.AgoPrecision = minutes >= 1440 ? WhenPrecision.Day : precision;
        parts.Strong |= agoSaid;
        sign = 0;
    }
}
