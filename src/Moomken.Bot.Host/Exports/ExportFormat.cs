using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Exports;

/// <summary>A way to write an export. The name is what <c>--format</c> takes and the file's ending.</summary>
public sealed record ExportFormat(string Name, Action<IncidentExport, Stream> Write)
{
    public static readonly ExportFormat[] All =
    [
        new("csv", CsvExport.Write), new("xlsx", XlsxExport.Write), new("geojson", GeoJsonExport.Write), new("json", JsonExport.Write),
    ];

    public static ExportFormat? Named(string? name) => All.FirstOrDefault(format => format.Name == name);
}
