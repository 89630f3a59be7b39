using CsvHelper;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Exports;

/// <summary>CSV as Excel reads it: UTF-8 with a byte order mark, without which Arabic turns to signs, and every cell quoted.</summary>
public static class CsvExport
{
    private static readonly CsvWriterOptions Options = new()
    {
        WriteByteOrderMark = true,
        Quoting = CsvQuoting.Always,
        NewLine = "\r\n",

        // ExportCell does it: it also looks behind direction marks and for the full-width forms.
        Injection = CsvInjection.None,
    };

    public static void Write(IncidentExport export, Stream target)
    {
        using var csv = CsvWriter.Create(target, Options, leaveOpen: true);
        csv.WriteRecord([.. export.Columns.Select(column => column.Header(export.Request.Tongue))]);
        foreach (var row in export.Rows)
        {
            csv.WriteRecord([.. export.Columns.Select(column => ExportCell.Text(column.Value(row), export.Request.Tongue))]);
        }
    }
}
