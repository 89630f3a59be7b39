using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Incidents;

/// <summary>How the closed sets of a report are called in an export. An unknown value is shown as it is.</summary>
internal static class ExportWords
{
    public static string Severity(int severity, Tongue tongue) => severity switch
    {
        1 => In(tongue, "منخفضة", "low"),
        2 => In(tongue, "متوسطة", "medium"),
        3 => In(tongue, "عالية", "high"),
        4 => In(tongue, "حرجة", "critical"),
        _ => severity.ToString(),
    };

    public static string State(IncidentState state, Tongue tongue) => state switch
    {
        IncidentState.Received => In(tongue, "مستلم", "received"),
        IncidentState.NeedsInfo => In(tongue, "يحتاج معلومات", "needs information"),
        IncidentState.UnderVerification => In(tongue, "قيد التحقق", "under verification"),
        IncidentState.Verified => In(tongue, "مؤكد", "verified"),
        IncidentState.PartlyVerified => In(tongue, "مؤكد جزئيا", "partly verified"),
        IncidentState.NotVerified => In(tongue, "لم يتأكد", "not verified"),
        IncidentState.False => In(tongue, "غير صحيح", "false"),
        IncidentState.Escalated => In(tongue, "محال", "escalated"),
        IncidentState.Closed => In(tongue, "مغلق", "closed"),
        _ => state.ToString(),
    };

    public static string Reporter(ReporterKind kind, Tongue tongue) =>
        kind == ReporterKind.Observer ? In(tongue, "مراقب", "observer") : In(tongue, "مواطن", "citizen");

    public static string Source(string source, Tongue tongue) => source switch
    {
        "report" => In(tongue, "بلاغ", "report"),
        "addition" => In(tongue, "إضافة", "addition"),
        "correction" => In(tongue, "تصحيح", "correction"),
        _ => source,
    };

    public static string? Region(string? region, Tongue tongue) => region switch
    {
        "East" => In(tongue, "الشرقية", "East"),
        "West" => In(tongue, "الغربية", "West"),
        "South" => In(tongue, "الجنوبية", "South"),
        _ => region,
    };

    public static string? PointSource(ExportRow row) => row switch
    {
        { Version.Point: not null } => In(row.Tongue, "موقع أرسله المبلّغ", "shared by the reporter"),
        { PlacePoint: not null } => In(row.Tongue, "موقع المكان", "the place's"),
        _ => null,
    };

    private static string In(Tongue tongue, string arabic, string english) => tongue == Tongue.Arabic ? arabic : english;
}
