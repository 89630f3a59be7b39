using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Reads "٣", "3.", "رقم ٣" or "ثلاثة" as the number of a choice.</summary>
internal static class OptionNumber
{
    public static string? Read(string phrase)
    {
        var text = Digits.ToAscii(phrase).Trim('.', ')', '(', '-', ' ', '#');
        if (text.Length is > 0 and <= 3 && text.All(char.IsAsciiDigit))
        {
            return text.Length > 1 ? text.TrimStart('0') : text;
        }

        return null;
    }
}
