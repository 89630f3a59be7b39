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
        using var table = Table(export);
        MiniExcel.SaveAs(target, table, sheetName: arabic ? "البلاغات" : "Incidents", configuration: settings);
    }

    // A table and not a sequence: an export without reports must still show its headers.
    private static DataTable Table(IncidentExport export)
    {
        var table = new DataTable();
        foreach (var column in export.Columns)
        {
            table.Columns.Add(column.Header(export.Request.Tongue), typeof(object));
        }

        foreach (var row in export.Rows)
        {
            table.Rows.Add([.. export.Columns.Select(column => Cell(column.Value(row), export.Request.Tongue))]);
        }

        return table;
    }

    private static object Cell(object? value, Tongue tongue) => value is int or double ? value : ExportCell.Text(value, tongue);
}
