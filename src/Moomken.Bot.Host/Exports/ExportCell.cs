using System.Globalization;
using System.Text;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Host.Exports;

/// <summary>Turns a column's value into what a spreadsheet shows, and never runs.</summary>
public static class ExportCell
{
    /// <summary>The most that Excel takes in a cell, less room for the mark of the cut.</summary>
    public const int MaxLength = 32_700;

    /// <summary>
    /// OWASP's list with the full-width forms, which Excel turns into the plain ones. An apostrophe in front makes a text
    /// of it; a tab does not. Some programs skip marks and spaces before they look, so we look behind those too.
    /// </summary>
    private const string Starters = "=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−";

    public static string Text(object? value, Tongue tongue) => value switch
    {
        null => "",
        DateTimeOffset at => at.ToOffset(IncidentExport.LibyaTime).ToString("yyyy-MM-dd HH:mm"),
        bool yes => (yes, tongue) switch { (true, Tongue.Arabic) => "نعم", (false, Tongue.Arabic) => "لا", (true, _) => "yes", _ => "no" },
        string text => Safe(Clean(text)),
        int or double => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => Safe(Clean(value.ToString() ?? "")),
    };

    /// <summary>True where a program could take the cell for a formula.</summary>
    public static bool IsFormula(string text)
    {
        if (text.Length > 0 && Starters.Contains(text[0]))
        {
            return true;
        }

        var at = 0;
        while (at < text.Length && Skipped(text[at]))
        {
            at++;
        }

        return at < text.Length && Starters.Contains(text[at]);
    }

    /// <summary>The text without what no file format can carry: control characters and halves of surrogate pairs.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= 0x20 or '\t' or '\n' or '\r' && rune.Value is not (0x7F or 0xFFFE or 0xFFFF))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    private static string Safe(string text)
    {
        var safe = IsFormula(text) ? $"'{text}" : text;
        return safe.Length <= MaxLength ? safe : $"{safe.AsSpan(0, char.IsHighSurrogate(safe[MaxLength - 1]) ? MaxLength - 1 : MaxLength)}…";
    }

    private static bool Skipped(char letter) => char.IsWhiteSpace(letter) || char.GetUnicodeCategory(letter) is
        UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark;
}
