namespace Moomken.Bot.Dialogs.Language;

/// <summary>
/// Time in Libya. A constant, not the zone database: small container images come without one, and a missing zone would
/// move every report by two hours. Africa/Tripoli has been UTC+2 all year since October 2013.
/// </summary>
public static class LibyaTime
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(2);

    public static DateTimeOffset Of(DateTimeOffset instant) => instant.ToOffset(Offset);

    public static DateOnly Date(DateTimeOffset instant) => DateOnly.FromDateTime(Of(instant).DateTime);

    public static DateTimeOffset At(DateOnly date, int hour, int minute) =>
        new(date.Year, date.Month, date.Day, hour, minute, 0, Offset);
}
