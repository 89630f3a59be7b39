using System.Globalization;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Operations;

/// <summary>How times and ages are written for an operator.</summary>
internal static class OperatorWords
{
    /// <summary>Libya's clock, as in exports.</summary>
    public static string At(DateTimeOffset at) => at.ToOffset(IncidentExport.LibyaTime).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 2 } => $"{(int)age.TotalDays} d",
        { TotalHours: >= 1 } => $"{(int)age.TotalHours} h {age.Minutes} min",
        _ => $"{Math.Max(0, (int)age.TotalMinutes)} min",
    };
}
