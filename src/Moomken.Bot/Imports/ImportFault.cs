namespace Moomken.Bot.Imports;

/// <summary>What is wrong in one cell of a file that somebody wants to import. Shown to that person, never logged: the value may name somebody.</summary>
/// <param name="Line">As the editor counts it, from 1; 0 for the file as a whole.</param>
/// <param name="Column">The column as the file names it; empty for the whole line.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Rule">What must stand there instead.</param>
public sealed record ImportFault(int Line, string Column, string Value, string Rule)
{
    private const int LongestValue = 60;

    public override string ToString()
    {
        var where = Line > 0 ? $"line {Line}" : "the file";
        var cell = Column.Length > 0 ? $", {Column}: \"{(Value.Length > LongestValue ? Value[..LongestValue] + "…" : Value)}\"" : "";
        return $"{where}{cell}: {Rule}";
    }
}
