using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Incidents;

/// <summary>
/// One column of an export: defined here once, for every format and both languages. A value is a text, a whole number, a
/// degree, a yes or no, an instant, or null.
/// </summary>
/// <param name="Id">The name in JSON and GeoJSON; never changes.</param>
/// <param name="Arabic">Header.</param>
/// <param name="English">Header.</param>
/// <param name="Value">Reads it from a row.</param>
/// <param name="Names">True for what tells who a person is: left out unless the export has leave.</param>
public sealed record ExportColumn(string Id, string Arabic, string English, Func<ExportRow, object?> Value, bool Names = false)
{
    public static readonly ImmutableArray<ExportColumn> All =
    [
        new("code", "رمز البلاغ", "Case code", row => row.Incident.ShownCode),
        new("version", "النسخة", "Version", row => row.Version.Number),
        new("version_source", "مصدر النسخة", "Version source", row => ExportWords.Source(row.Version.Source, row.Tongue)),
        new("received_at", "وقت الاستلام (ليبيا)", "Received (Libya time)", row => row.Incident.CreatedAt),
        new("version_at", "وقت النسخة (ليبيا)", "Version time (Libya time)", row => row.Version.At),
        new("state", "الحالة", "State", row => ExportWords.State(row.Incident.State, row.Tongue)),
        new("severity", "درجة الخطورة", "Severity", row => row.Version.Severity),
        new("severity_name", "الخطورة", "Severity name", row => ExportWords.Severity(row.Version.Severity, row.Tongue)),
        new("category", "رمز الفئة", "Category code", row => row.Version.Category),
        new("category_name", "الفئة", "Category", row => row.Category?.Label.Full(row.Tongue)),
        new("subtype", "رمز النوع", "Type code", row => row.Version.Subtype),
        new("subtype_name", "النوع", "Type", row => row.Subtype?.Label.Full(row.Tongue)),
        new("region", "المنطقة", "Region", row => ExportWords.Region(row.Version.Region, row.Tongue)),
        new("place", "رمز المكان", "Place code", row => row.Version.PlaceId),
        new("place_name", "المكان", "Place", row => row.Shown(row.Version.PlaceText)),
        new("latitude", "خط العرض", "Latitude", row => row.Point?.Latitude),
        new("longitude", "خط الطول", "Longitude", row => row.Point?.Longitude),
        new("point_source", "مصدر الموقع", "Location source", row => ExportWords.PointSource(row)),
        new("happened_at", "وقت الحدوث (ليبيا)", "Happened (Libya time)", row => row.Version.HappenedAt),
        new("happened_text", "وقت الحدوث كما كُتب", "Happened, as written", row => row.Shown(row.Version.HappenedText)),
        new("text", "نص البلاغ", "Report text", row => row.Shown(row.Version.Text)),
        new("in_danger", "قال إنه في خطر", "Said to be in danger", row => row.Version.InDanger),
        new("unfinished", "غير مكتمل", "Unfinished", row => row.Version.Unfinished),
        new("evidence_count", "عدد الأدلة", "Evidence items", row => row.Version.Evidence.Length),
        new("evidence", "رموز الأدلة", "Evidence ids", row => row.Version.Evidence.IsEmpty ? null : string.Join(' ', row.Version.Evidence)),
        new("channel", "القناة", "Channel", row => row.Incident.Channel),
        new("reporter", "نوع المبلّغ", "Reporter kind", row => ExportWords.Reporter(row.Incident.Reporter, row.Tongue)),
        new("may_contact", "يمكن التواصل معه", "May be contacted", row => row.MayContact),
        new("reporter_name", "اسم المبلّغ", "Reporter name", row => row.Identity?.Name, Names: true),
        new("reporter_phone", "هاتف المبلّغ", "Reporter phone", row => row.Identity?.Phone, Names: true),
        new("reporter_contact", "حساب المبلّغ", "Reporter contact", row => row.Identity?.Contact, Names: true),
    ];

    public string Header(Tongue tongue) => tongue == Tongue.Arabic ? Arabic : English;
}
