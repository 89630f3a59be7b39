using System.Globalization;

namespace Moomken.Bot.Dialogs.Language;

/// <summary>Cutting between what a reader takes for letters: half of an emoji, or a letter without its marks, is nothing.</summary>
public static class WholeLetters
{
    /// <summary>The longest beginning that is whole letters and at most <paramref name="longest"/> UTF-16 units; all of it where it fits.</summary>
    public static string Begin(string text, int longest)
    {
        var length = 0;
        while (length < text.Length && StringInfo.GetNextTextElementLength(text, length) is var next && length + next <= longest)
        {
            length += next;
        }

        return text[..length];
    }
}
