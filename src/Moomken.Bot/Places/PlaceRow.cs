namespace Moomken.Bot.Places;

/// <summary>One row of a place file by column name, with a way to complain about it.</summary>
internal sealed class PlaceRow
{
    private readonly string file;
    private readonly int line;
    private readonly Dictionary<string, int> columns;
    private readonly List<string> cells;
    private readonly List<PlaceFault> faults;

    private PlaceRow(string file, int line, Dictionary<string, int> columns, List<string> cells, List<PlaceFault> faults) =>
        (this.file, this.line, this.columns, this.cells, this.faults) = (file, line, columns, cells, faults);

    /// <summary>The trimmed cell; empty where the file has no such column.</summary>
    public string this[string column] =>
        columns.TryGetValue(column, out var index) && index < cells.Count ? cells[index].Trim() : "";

    public void Fault(string message) => faults.Add(new PlaceFault(file, line, message));

    /// <summary>All rows that have as many cells as the heading; the others are faults.</summary>
    public static List<PlaceRow> ReadAll(string file, string text, string[] required, List<PlaceFault> faults)
    {
        var rows = new List<PlaceRow>();
        // Excel writes a byte order mark; with it the first column would have another name.
        var records = CsvRecords.Read(text.TrimStart('\uFEFF'));
        var columns = Heading(records.Count > 0 ? records[0].Cells : []);
        var missing = required.Where(column => !columns.ContainsKey(column)).ToList();
        if (missing.Count > 0)
        {
            faults.Add(new PlaceFault(file, 1, $"Missing columns: {string.Join(", ", missing)}. The first line of the file names the columns."));
            return rows;
        }

        foreach (var (line, cells) in records.Skip(1))
        {
            var row = new PlaceRow(file, line, columns, cells, faults);
            if (cells.Count == records[0].Cells.Count)
            {
                rows.Add(row);
            }
            else
            {
                row.Fault($"{cells.Count} cells where the heading has {records[0].Cells.Count}. Is a comma or a quote missing?");
            }
        }

        return rows;
    }

    private static Dictionary<string, int> Heading(List<string> cells)
    {
        var columns = new Dictionary<string, int>();
        for (var i = 0; i < cells.Count; i++)
        {
            columns.TryAdd(cells[i].Trim(), i);
        }

        return columns;
    }
}
