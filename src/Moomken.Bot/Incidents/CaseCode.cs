using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Incidents;

/// <summary>Reads a case code as people type it: any case, with or without the dash, O for zero, I or L for one, any digits.</summary>
public static class CaseCode
{
    public const int Length = 8;

    /// <summary><c>7K2M-9QPX</c>: as it is shown on every channel.</summary>
    /// <param name="code">The eight characters.</param>
    public static string Shown(string code) => $"{code[..4]}-{code[4..]}";

    /// <summary>
    /// True when a message is nothing but a code: with its dash, or with a digit and a letter in it, since words of eight
    /// letters, numbers of eight digits and "room 1234" are something else. Copied out of our message it brings the marks around it along.
    /// </summary>
    public static bool IsAlone(string text)
    {
        var typed = Bidi.StripControls(text).Trim();
        var isCode = typed.Length switch
        {
            Length => IsMixed(typed),
            Length + 1 => typed[4] is '-' or '\u2013' || (typed[4] == ' ' && (IsMixed(typed[..4]) || IsMixed(typed[5..]))),
            _ => false,
        };
        return isCode && Read(typed) is not null;
    }

    private static bool IsMixed(string part) => part.Any(char.IsDigit) && part.Any(char.IsAsciiLetter);

    /// <summary>The eight characters, or null when this is no code.</summary>
    public static string? Read(string text)
    {
        Span<char> code = stackalloc char[Length];
        var count = 0;
        foreach (var typed in Digits.ToAscii(text))
        {
            var letter = char.ToUpperInvariant(typed) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (IdSource.Alphabet.Contains(letter, StringComparison.Ordinal))
            {
                if (count == Length)
                {
                    return null;
                }

                code[count++] = letter;
            }
            else if (typed is not ('-' or ' ' or '\u2013') && !Bidi.IsMark(typed))
            {
                return null;
            }
        }

        return count == Length ? new string(code) : null;
    }
}
