using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Exports;

/// <summary>What JSON and GeoJSON write alike: typed values and the notice of what the export holds.</summary>
internal static class ExportJson
{
    // Arabic stays readable; what HTML could trip over is still escaped.
    public static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Every so many bytes go on to the file: the writer would keep all of them to the end.</summary>
    private const int Together = 64 * 1024;

    /// <summary>Called after each row.</summary>
    public static void PassOn(Utf8JsonWriter json)
    {
        if (json.BytesPending >= Together)
        {
            json.Flush();
        }
    }

    public static void Notice(Utf8JsonWriter json, IncidentExport export)
    {
        json.WriteStartObject("export");
        json.WriteString("made_at", export.MadeAt.ToOffset(IncidentExport.LibyaTime));
        json.WriteString("filter", export.Request.Description);
        json.WriteString("language", export.Request.Tongue.Code());
        json.WriteBoolean("names", export.Request.Names is not null);
        json.WriteNumber("count", export.Count);
        json.WriteEndObject();
    }

    public static void Values(Utf8JsonWriter json, IncidentExport export, ExportRow row, Predicate<ExportColumn> which)
    {
        foreach (var column in export.Columns.Where(column => which(column)))
        {
            json.WritePropertyName(column.Id);
            Value(json, column.Value(row));
        }
    }

    private static void Value(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool yes:
                json.WriteBooleanValue(yes);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset at:
                json.WriteStringValue(at.ToOffset(IncidentExport.LibyaTime));
                break;
            default:
                json.WriteStringValue(ExportCell.Clean(value.ToString()!));
                break;
        }
    }
}
