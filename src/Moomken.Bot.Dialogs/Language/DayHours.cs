namespace Moomken.Bot.Dialogs.Language;

/// <summary>Hours of the parts of a day, and what an hour means beside one ("3 العصر" is 15, "2 الليل" is 2).</summary>
internal static class DayHours
{
    /// <summary>A part of the day has begun this many hours before its usual hour.</summary>
    public const int HeadStart = 3;

    private static readonly int[] UsualHours = [5, 9, 13, 16, 18, 20, 21, 0];

    public static int Usual(DayPart part) => UsualHours[(int)part];

    /// <summary>The hours that were meant, from 0; above 23 is the night after. Two when morning and evening both fit.</summary>
    public static IReadOnlyList<int> Of(WhenParts parts)
    {
        var hour = parts.Hour!.Value;
        if (hour > 12 || hour == 0)
        {
            return [hour];
        }

        if (parts.Afternoon is { } afternoon)
        {
            return [(hour % 12) + (afternoon ? 12 : 0)];
        }

        return parts.Part is { } part ? [InPart(hour, part, parts.HasDay || parts.Last)]
            : parts.Literal ? [hour]
            : [hour % 12, (hour % 12) + 12];
    }

    private static int InPart(int hour, DayPart part, bool dayWasSaid) => part switch
    {
        DayPart.Dawn or DayPart.Morning => hour,
        DayPart.Noon => hour < 5 ? hour + 12 : hour,
        DayPart.Afternoon or DayPart.Sunset => hour == 12 ? 12 : hour + 12,
        DayPart.Evening when hour < 12 => hour + 12,
        DayPart.Night or DayPart.Evening when hour is > 5 and < 12 => hour + 12,
        // The small hours of "yesterday night" are those of the night that began yesterday.
        _ => (hour % 12) + (dayWasSaid ? 24 : 0),
    };
}
