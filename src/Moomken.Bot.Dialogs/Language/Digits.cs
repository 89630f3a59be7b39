namespace Moomken.Bot.Dialogs.Language;

/// <summary>Digits of three scripts: 0-9, ٠-٩ (Arabic) and ۰-۹ (Persian keyboards). They mean the same everywhere; Libya writes 0-9, and so do we.</summary>
public static class Digits
{
    /// <summary>Every digit as 0-9; all else stays.</summary>
    public static string ToAscii(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('٠', '۹');
        return first < 0 ? text : string.Create(text.Length, text, static (chars, from) =>
        {
            for (var i = 0; i < chars.Length; i++)
            {
                chars[i] = ToAscii(from[i]);
            }
        });
    }

    private static char ToAscii(char c) => c switch
    {
        >= '٠' and <= '٩' => (char)(c - '٠' + '0'),
        >= '۰' and <= '۹' => (char)(c - '۰' + '0'),
        _ => c,
    };
}
