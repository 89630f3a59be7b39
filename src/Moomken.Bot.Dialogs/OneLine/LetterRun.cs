using System.Globalization;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>Runs of letters in a text as it was written.</summary>
internal static class LetterRun
{
    /// <summary>Length of the run of letters that begins here. Harakat, tatweel and joiners belong to it.</summary>
    public static int At(string text, int start)
    {
        var at = start;
        while (at < text.Length && (char.IsLetter(text[at]) || (at > start && IsInvisible(text[at]))))
        {
            at++;
        }

        return at - start;
    }

    private static bool IsInvisible(char c) =>
        c is 'ـ' or '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF' || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
}
