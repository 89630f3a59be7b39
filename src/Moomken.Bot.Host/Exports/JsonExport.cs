using System.Text.Json;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Exports;

/// <summary>One object: <c>export</c> says what this is, <c>incidents</c> lists the rows under the columns' ids.</summary>
public static class JsonExport
{
    public static void Write(IncidentExport export, Stream target)
    {
        using var json = new Utf8JsonWriter(target, ExportJson.Options);
        json.WriteStartObject();
        ExportJson.Notice(json, export);
        json.WriteStartArray("incidents");
        foreach (var row in export.Rows)
        {
            json.WriteStartObject();
            ExportJson.Values(json, export, row, _ => true);
            json.WriteEndObject();
            ExportJson.PassOn(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
