using System.Data;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Exports;

/// <summary>
/// A sheet, right to left in Arabic. Everything but numbers is a text cell, and a text that begins as a formula carries
/// an apostrophe all the same: Excel would make a formula of it as soon as somebody edits the cell.
/// </summary>
public static class XlsxExport
{
    public static void Write(IncidentExport export, Stream target)
    {
        var arabic = export.Request.Tongue == Tongue.Arabic;
        var settings = new OpenXmlConfiguration { RightToLeft = arabic };
        MiniExcel.SaveAs(target, export.Count == 0 ? HeadersOnly(export) : Rows(export), sheetName: arabic ? "البلاغات" : "Incidents", configuration: settings);
    }

    /// <summary>Row by row, as they are read.</summary>
    private static IEnumerable<IDictionary<string, object>> Rows(IncidentExport export) => export.Rows.Select(row =>
        export.Columns.ToDictionary(column => column.Header(export.Request.Tongue), column => Cell(column.Value(row), export.Request.Tongue)));

    // A table and not a sequence: an export without reports must still show its headers.
    private static DataTable HeadersOnly(IncidentExport export)
    {
        var table = new DataTable();
        table.Columns.AddRange([.. export.Columns.Select(column => new DataColumn(column.Header(export.Request.Tongue), typeof(object)))]);
        return table;
    }

    private static object Cell(object? value, Tongue tongue) => value is int or double ? value : ExportCell.Text(value, tongue);
}
