using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Exports;

/// <summary>Says what an export's file holds, since a spreadsheet has no other place for it than a row: time, filter, language, count.</summary>
public static class ExportName
{
    public static string Of(IncidentExport export, ExportFormat format)
    {
        var request = export.Request;
        string?[] parts =
        [
            "incidents",
            export.MadeAt.ToOffset(IncidentExport.LibyaTime).ToString("yyyy-MM-dd-HHmm"),
            request.Since is { } since ? $"since-{since:yyyy-MM-dd}" : null,
            request.Until is { } until ? $"until-{until:yyyy-MM-dd}" : null,
            request.AllVersions ? "all-versions" : null,
            request.Names is null ? null : "with-names",
            request.Tongue.Code(),
            $"{export.Count}-rows",
        ];
        return $"{string.Join('_', parts.Where(part => part is not null))}.{format.Name}";
    }
}
