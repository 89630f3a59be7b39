using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Reads "٣", "3.", "(3)" or "رقم ٣", "السطر ٣" as the number of a choice. "-3" is not 3.</summary>
internal static class OptionNumber
{
    private static readonly string[] Openings = ["رقم ", "الرقم ", "سطر ", "السطر ", "number ", "no. ", "no ", "line "];

    /// <param name="phrase">A folded phrase.</param>
    public static string? Read(string phrase)
    {
        var opening = Openings.FirstOrDefault(word => phrase.StartsWith(word, StringComparison.Ordinal)) ?? "";
        var text = Digits.ToAscii(phrase[opening.Length..]).Trim('.', ')', '(', ' ', '#').TrimEnd('-');
        return text.Length is > 0 and <= 3 && text.All(char.IsAsciiDigit) ? text[..^1].TrimStart('0') + text[^1] : null;
    }
}
