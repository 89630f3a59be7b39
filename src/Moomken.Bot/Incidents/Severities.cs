using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Incidents;

/// <summary>The four severities: 1 low, 2 medium, 3 high, 4 critical. The two highest alert the duty coordinators.</summary>
public static class Severities
{
    public const int Critical = 4;

    /// <summary>From here on the duty coordinators are alerted at once.</summary>
    public const int Alerting = 3;

    /// <summary>For a report that does not say what it is about.</summary>
    public const int Unknown = 2;

    public static int Of(IncidentCatalogue catalogue, string? category, string? subtype) =>
        catalogue.Subtype(subtype)?.Severity ?? catalogue.Category(category)?.Severity ?? Unknown;

    public static string Label(int severity, Tongue tongue) => (severity, tongue) switch
    {
        (1, Tongue.Arabic) => "منخفضة",
        (2, Tongue.Arabic) => "متوسطة",
        (3, Tongue.Arabic) => "عالية",
        (_, Tongue.Arabic) => "حرجة",
        (1, _) => "low",
        (2, _) => "medium",
        (3, _) => "high",
        _ => "critical",
    };
}
