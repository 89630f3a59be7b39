using System.Text;
using CsvHelper;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Imports;

/// <summary>
/// A table as people save it from a spreadsheet: comma, semicolon or tab, with or without Excel's byte order mark, headings
/// in Arabic or English. Faults are gathered, never thrown: whoever mends the file wants to see all of them.
/// </summary>
public sealed class ImportTable
{
    /// <summary>All stations of Libya with every column filled are under 3 MB.</summary>
    public const int MostBytes = 20 * 1024 * 1024;

    private static readonly CsvReaderOptions Options = new() { HasHeader = false, TrackLineNumbers = true };

    private readonly List<ImportRow> rows = [];
    private readonly List<string> ignored = [];

    private ImportTable()
    {
    }

    public IReadOnlyList<ImportRow> Rows => rows;

    public List<ImportFault> Faults { get; } = [];

    /// <summary>Headings that no column is known by; their cells are not read.</summary>
    public IReadOnlyList<string> Ignored => ignored;

    public static ImportTable Read(byte[] bytes, IReadOnlyList<ImportColumn> columns)
    {
        var table = new ImportTable();
        if (bytes.Length > MostBytes)
        {
            table.Faults.Add(new ImportFault(0, "", "", $"it has {bytes.Length / 1024 / 1024} MB; {MostBytes / 1024 / 1024} are the most. Is it the right file?"));
        }
        else if (TextOf(bytes) is not { } text)
        {
            table.Faults.Add(new ImportFault(0, "", "", "it is not UTF-8. In Excel: Save As, \"CSV UTF-8 (Comma delimited)\"."));
        }
        else
        {
            table.ReadRecords(text, columns);
        }

        return table;
    }

    /// <summary>Null when the bytes are no text in UTF-8, nor in UTF-16 with its mark: guessing would turn Arabic names to signs.</summary>
    private static string? TextOf(byte[] bytes)
    {
        Encoding encoding = bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]
            ? new UnicodeEncoding(bytes[0] == 0xFE, true, true)
            : new UTF8Encoding(true, true);
        try
        {
            return encoding.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private void ReadRecords(string text, IReadOnlyList<ImportColumn> columns)
    {
        using var reader = CsvReader.Create(new StringReader(text), Options);
        if (!reader.Read())
        {
            Faults.Add(new ImportFault(0, "", "", "it is empty. The first line names the columns."));
            return;
        }

        var heading = Cells(reader);
        var known = Heading(heading, columns, Line(reader));
        while (Faults.Count == 0 && reader.Read())
        {
            var cells = Cells(reader);
            if (cells.Any(cell => cell.Length > 0))
            {
                rows.Add(new ImportRow(Line(reader), known, heading, cells, Faults));
            }
        }

        // Only once all rows are read: a fault of one row must not hide the next.
        foreach (var row in rows)
        {
            row.CheckLength();
        }
    }

    private Dictionary<string, int> Heading(string[] cells, IReadOnlyList<ImportColumn> columns, int line)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < cells.Length; index++)
        {
            var column = columns.FirstOrDefault(column => IsNamed(column, cells[index]));
            if (column is null)
            {
                ignored.AddRange(cells[index].Length > 0 ? [cells[index]] : []);
            }
            else if (!known.TryAdd(column.Name, index))
            {
                Faults.Add(new ImportFault(line, cells[index], cells[index], $"two columns mean \"{column.Name}\"; keep one."));
            }
        }

        foreach (var missing in columns.Where(column => column.Required && !known.ContainsKey(column.Name)))
        {
            Faults.Add(new ImportFault(line, "", "", $"the column \"{missing.Name}\" is missing; it may also be called: {string.Join(", ", missing.Headings)}."));
        }

        return known;
    }

    private static bool IsNamed(ImportColumn column, string heading) => column.Headings.Append(column.Name).Any(name => Folded(name) == Folded(heading));

    private static string Folded(string heading) => ArabicText.FoldPhrase(heading.Replace('_', ' '));

    private static int Line(CsvReader reader) => (int)reader.LineNumber;

    private static string[] Cells(CsvReader reader) =>
        [.. Enumerable.Range(0, reader.FieldCount).Select(index => Bidi.StripControls(reader.GetString(index)).Replace('\u00A0', ' ').Trim())];
}
