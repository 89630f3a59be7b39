using System.Text;

namespace Moomken.Bot.Dialogs.Language;

/// <summary>Taking out what must not be kept or shown, and closing what was left open.</summary>
public static partial class Bidi
{
    private static string Clean(string text, bool keepMarks)
    {
        var at = 0;
        while (at < text.Length && IsPlain(text[at]))
        {
            at++;
        }

        if (at == text.Length)
        {
            return text;
        }

        var clean = new StringBuilder(text, 0, at, text.Length);
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                clean.Append(c).Append(text[++at]);
            }
            else if (c != '\r' || at + 1 == text.Length || text[at + 1] != '\n')
            {
                Append(clean, c, keepMarks);
            }
        }

        return clean.ToString();
    }

    private static bool IsPlain(char c) =>
        c is '\n' or '\t' || (c >= ' ' && c is < '\u007F' or > '\u009F' && !char.IsSurrogate(c) && !IsMark(c) && c is not ('\u2028' or '\u2029'));

    private static void Append(StringBuilder clean, char c, bool keepMarks)
    {
        if (IsPlain(c) || (keepMarks && (c is >= '\u2066' and <= '\u2069' or '\u200E' or RightToLeftMark or '\u061C')))
        {
            clean.Append(c);
        }
        else if (char.IsSurrogate(c))
        {
            clean.Append('\uFFFD');
        }
        else if (c is '\r' or '\u2028' or '\u2029')
        {
            clean.Append('\n');
        }
    }

    private static string Balance(string text)
    {
        var balanced = new StringBuilder(text.Length + DeepestNesting);
        var (depth, ignored) = (0, 0);
        foreach (var c in text)
        {
            if (IsIsolateStart(c))
            {
                (depth, ignored) = depth == DeepestNesting ? (depth, ignored + 1) : (depth + 1, ignored);
                balanced.Append(ignored > 0 ? "" : c.ToString());
            }
            else if (c == PopIsolate)
            {
                balanced.Append(ignored == 0 && depth > 0 ? c.ToString() : "");
                (depth, ignored) = ignored > 0 ? (depth, ignored - 1) : (Math.Max(0, depth - 1), 0);
            }
            else
            {
                balanced.Append(c);
            }
        }

        return balanced.Append(PopIsolate, depth).ToString();
    }
}
