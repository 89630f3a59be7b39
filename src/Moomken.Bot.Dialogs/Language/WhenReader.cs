namespace Moomken.Bot.Dialogs.Language;

/// <summary>Reads the tokens of a time phrase from left to right into <see cref="WhenParts"/>. This file: words; the others: days and numbers.</summary>
internal sealed partial class WhenReader
{
    private readonly List<WhenToken> tokens;
    private readonly WhenParts parts = new();
    private int at;
    private bool agoSaid;
    private bool clockSaid;
    private bool dayMarked;
    private bool contradiction;

    /// <summary>1 after "and" or "past", -1 after "to" or "الا", 0 otherwise.</summary>
    private int sign;

    private WhenReader(List<WhenToken> tokens) => this.tokens = tokens;

    /// <summary>Null when the phrase says no time, says two that differ, or holds too much else.</summary>
    public static WhenParts? Read(List<WhenToken> tokens)
    {
        var reader = new WhenReader(tokens) { agoSaid = SaysAgo(tokens) };
        while (reader.at < tokens.Count)
        {
            reader.Take(tokens[reader.at]);
            reader.at++;
        }

        var parts = reader.parts;
        // "opened 50 minutes late" says how long, not when.
        parts.Ago = reader.agoSaid || parts.Unknown == 0 ? parts.Ago : null;
        var bareNumber = parts.Unknown > 0 && !parts.Strong;
        var agoAndClock = parts.Ago is not null && parts.Hour is not null && parts.AgoPrecision != WhenPrecision.Day;
        return parts.IsEmpty || bareNumber || agoAndClock || reader.contradiction ? null : parts;
    }

    /// <summary>"من" is mostly "from": it means ago only beside something that can be counted back.</summary>
    private static bool SaysAgo(List<WhenToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var before = i > 0 ? tokens[i - 1].Kind : WhenKind.Unknown;
            var after = i + 1 < tokens.Count ? tokens[i + 1].Kind : WhenKind.Unknown;
            if (tokens[i].Kind == WhenKind.Ago && (after != WhenKind.Unknown || before is WhenKind.Unit or WhenKind.Fraction or WhenKind.DayMark))
            {
                return true;
            }
        }

        return false;
    }

    private void Take(WhenToken token)
    {
        switch (token.Kind)
        {
            case WhenKind.Unknown:
                parts.Unknown++;
                break;
            case WhenKind.Now:
                TakeNow(token.Value);
                break;
            case WhenKind.Number:
                TakeNumber(token.Value);
                break;
            case WhenKind.Clock:
                SetHour(token.Value, token.Second, token.Literal);
                parts.Strong = true;
                break;
            case WhenKind.Date:
                SetDate(token.Value, token.Second, token.Third);
                break;
            case WhenKind.Month:
                TakeMonth(token.Value);
                break;
            case WhenKind.Day or WhenKind.Weekday or WhenKind.Last:
                TakeDay(token);
                break;
            case WhenKind.Part or WhenKind.Am or WhenKind.Pm:
                TakePart(token);
                break;
            case WhenKind.Unit:
                TakeUnit(1, token);
                break;
            case WhenKind.Fraction:
                TakeFraction(token.Value);
                break;
            default:
                TakeMark(token.Kind);
                break;
        }
    }

    private void TakeMark(WhenKind kind)
    {
        var introduces = IsNext(WhenKind.Weekday) || IsNext(WhenKind.Number) || IsNext(WhenKind.Date) || IsNext(WhenKind.Day) || IsNextBefore();
        if (kind == WhenKind.DayMark && agoSaid && !introduces)
        {
            AddAgo(1440);
        }

        contradiction |= kind == WhenKind.Range;

        dayMarked |= kind == WhenKind.DayMark;
        clockSaid |= kind == WhenKind.ClockMark;
        sign = kind switch { WhenKind.Plus => 1, WhenKind.Minus => -1, WhenKind.Filler => sign, _ => 0 };
    }

    /// <summary>"شوية" and "قليل" mean a little while ago only after منذ; "right now" has no number.</summary>
    private void TakeNow(int minutesAgo)
    {
        if (minutesAgo == 0)
        {
            parts.Now = parts.Strong = true;
        }
        else if (agoSaid)
        {
            AddAgo(minutesAgo);
        }
        else
        {
            parts.Unknown++;
        }
    }

    private static bool IsBefore(WhenToken token) => token is { Kind: WhenKind.Ago, Second: 1 };

    private bool IsNextBefore() => at + 1 < tokens.Count && IsBefore(tokens[at + 1]);

    private bool IsNext(WhenKind kind) => at + 1 < tokens.Count && tokens[at + 1].Kind == kind;

    private int? NextNumber(int index) =>
        index < tokens.Count && tokens[index].Kind == WhenKind.Number ? tokens[index].Value : null;
}
