using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Imports;

/// <summary>One line of an imported table, by column name, with a way to complain about it.</summary>
public sealed class ImportRow(int line, IReadOnlyDictionary<string, int> columns, string[] heading, string[] cells, List<ImportFault> faults)
{
    private static readonly char[] ListMarks = [';', '|', '،', '؛'];

    public int Line { get; } = line;

    /// <summary>The cell without the spaces and marks around it; empty where the file has no such column.</summary>
    public string this[string column] => columns.TryGetValue(column, out var index) && index < cells.Length ? cells[index] : "";

    /// <summary>The cell with every digit as 0-9.</summary>
    public string Ascii(string column) => Digits.ToAscii(this[column]);

    public ImmutableArray<string> List(string column) =>
        [.. this[column].Split(ListMarks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

    public bool Has(string column) => columns.ContainsKey(column);

    public void Fault(string column, string rule) =>
        faults.Add(new ImportFault(Line, columns.TryGetValue(column, out var index) ? heading[index] : column, this[column], rule));

    /// <summary>The value that a word of the list stands for; an unknown word is a fault, a blank cell is <paramref name="blank"/>.</summary>
    public T OneOf<T>(string column, T blank, IReadOnlyList<(T Value, string[] Words)> words)
    {
        var word = ArabicText.FoldPhrase(this[column]);
        if (word.Length == 0)
        {
            return blank;
        }

        foreach (var (value, all) in words)
        {
            if (all.Any(known => ArabicText.FoldPhrase(known) == word))
            {
                return value;
            }
        }

        Fault(column, $"must be one of: {string.Join(", ", words.SelectMany(each => each.Words))}.");
        return blank;
    }

    /// <summary>Degrees with a point or a comma, in any digits; null for a blank cell and for a fault.</summary>
    public double? Degrees(string column)
    {
        var written = Ascii(column).Replace('٫', '.').Replace(',', '.');
        if (written.Length == 0)
        {
            return null;
        }

        if (double.TryParse(written, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var degrees))
        {
            return degrees;
        }

        Fault(column, "must be degrees such as 32.8872.");
        return null;
    }

    internal void CheckLength()
    {
        if (cells.Length != heading.Length)
        {
            faults.Add(new ImportFault(Line, "", "", $"{cells.Length} cells where the heading has {heading.Length}. Is a quote or a separator missing?"));
        }
    }
}
