using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>A time as it is typed in a hurry: 930 and 1430 are clock times, 9:3O has a letter in it.</summary>
internal static class LineClock
{
    public static (string Text, bool Mended) Read(string raw)
    {
        var text = Digits.ToAscii(raw);
        var mended = text.Any(char.IsAsciiDigit) && text.Any(DigitRepair.Looks) && text.All(c => char.IsAsciiDigit(c) || DigitRepair.Looks(c) || c is ':' or '.');
        text = mended ? DigitRepair.Mend(text) : text;
        var isClock = text.Length is 3 or 4 && text.All(char.IsAsciiDigit) && int.Parse(text[^2..]) < 60 && int.Parse(text[..^2]) < 25;
        return isClock ? ($"{text[..^2]}:{text[^2..]}", mended) : (mended ? text : raw, mended);
    }
}
