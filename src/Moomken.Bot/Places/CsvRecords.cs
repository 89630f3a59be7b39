using System.Text;

namespace Moomken.Bot.Places;

/// <summary>
/// Cuts comma-separated text (RFC 4180) into records with the line that each starts on: a fault must name the line that
/// the editor sees, also after a quoted cell with line breaks. A lone quote inside a cell is taken as it stands.
/// </summary>
internal static class CsvRecords
{
    public static List<(int Line, List<string> Cells)> Read(string text)
    {
        var records = new List<(int, List<string>)>();
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var start = line;
            var cells = ReadRecord(text, ref at, ref line);
            if (cells.Count > 1 || cells[0].Trim().Length > 0)
            {
                records.Add((start, cells));
            }
        }

        return records;
    }

    private static List<string> ReadRecord(string text, ref int at, ref int line)
    {
        var cells = new List<string>();
        while (true)
        {
            cells.Add(at < text.Length && text[at] == '"' ? ReadQuoted(text, ref at, ref line) : ReadPlain(text, ref at));
            var end = at >= text.Length || text[at] == '\n';
            line += end ? 1 : 0;
            at++;
            if (end)
            {
                return cells;
            }
        }
    }

    private static string ReadPlain(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is not (',' or '\n'))
        {
            at++;
        }

        return text[start..at].TrimEnd('\r');
    }

    private static string ReadQuoted(string text, ref int at, ref int line)
    {
        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"' && at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append(text[at++]);
            }
            else if (text[at] == '"')
            {
                at++;
                break;
            }
            else
            {
                line += text[at] == '\n' ? 1 : 0;
                cell.Append(text[at]);
            }
        }

        return cell.Append(ReadPlain(text, ref at)).ToString();
    }
}
