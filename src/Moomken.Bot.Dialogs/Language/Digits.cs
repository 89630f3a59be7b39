namespace Moomken.Bot.Dialogs.Language;

/// <summary>Digits of three scripts: 0-9, ٠-٩ (Arabic) and ۰-۹ (Persian keyboards). They mean the same everywhere.</summary>
public static class Digits
{
    /// <summary>Every digit as 0-9; all else stays.</summary>
    public static string ToAscii(string text) => Change(text, static c => c switch
    {
        >= '٠' and <= '٩' => (char)(c - '٠' + '0'),
        >= '۰' and <= '۹' => (char)(c - '۰' + '0'),
        _ => c,
    });

    /// <summary>0-9 as ٠-٩, for display in Arabic. Never for codes, phones or anything that is typed back by a machine.</summary>
    public static string ToArabicIndic(string text) =>
        Change(text, static c => char.IsAsciiDigit(c) ? (char)(c - '0' + '٠') : c);

    private static string Change(string text, Func<char, char> change)
    {
        var first = 0;
        while (first < text.Length && change(text[first]) == text[first])
        {
            first++;
        }

        return first == text.Length ? text : string.Create(text.Length, (text, change), static (chars, state) =>
        {
            for (var i = 0; i < chars.Length; i++)
            {
                chars[i] = state.change(state.text[i]);
            }
        });
    }
}
