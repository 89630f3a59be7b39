using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>
/// Letters that were typed for digits, mended only where a number must stand and never silently. One digit is never made
/// another: ٥ and ٠ look like O and a dot, but they are the digits that they are.
/// </summary>
internal static class DigitRepair
{
    /// <summary>True for a Latin letter that stands for a digit on small screens: O for 0, I and l for 1.</summary>
    public static bool Looks(char letter) => letter is 'o' or 'O' or 'i' or 'I' or 'l' or 'L';

    /// <summary>The digits of a chunk, with its sign; null when it holds anything else. <paramref name="chunk"/> is folded or not.</summary>
    public static (string Number, bool Mended)? Read(string chunk)
    {
        var digits = Digits.ToAscii(chunk).Replace('−', '-').Replace('–', '-');
        var sign = digits.Length > 1 && digits[0] is '-' or '+' ? 1 : 0;
        var bare = digits[sign..];
        if (bare.Length == 0 || !bare.All(c => char.IsAsciiDigit(c) || Looks(c)))
        {
            return null;
        }

        return (digits[..sign] + Mend(bare), bare.Any(Looks));
    }

    public static string Mend(string letters) => string.Concat(letters.Select(c => c switch
    {
        'o' or 'O' => '0',
        _ when Looks(c) => '1',
        _ => c,
    }));
}
