using System.Text.Json;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Exports;

/// <summary>
/// A map layer (RFC 7946): a point per report, longitude first, and no geometry where the place is not known, so that
/// no report drops out. Points are as coarse as <see cref="ExportRow.Point"/> makes them.
/// </summary>
public static class GeoJsonExport
{
    public static void Write(IncidentExport export, Stream target)
    {
        using var json = new Utf8JsonWriter(target, ExportJson.Options);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        ExportJson.Notice(json, export);
        json.WriteStartArray("features");
        foreach (var row in export.Rows)
        {
            Feature(json, export, row);
            ExportJson.PassOn(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Feature(Utf8JsonWriter json, IncidentExport export, ExportRow row)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", $"{row.Incident.ShownCode}/{row.Version.Number}");
        json.WritePropertyName("geometry");
        if (row.Point is { } point)
        {
            json.WriteStartObject();
            json.WriteString("type", "Point");
            json.WriteStartArray("coordinates");
            json.WriteNumberValue(point.Longitude);
            json.WriteNumberValue(point.Latitude);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteStartObject("properties");
        ExportJson.Values(json, export, row, column => column.Id is not ("latitude" or "longitude"));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
