namespace Moomken.Bot.Dialogs.Language;

/// <summary>
/// Keeps right-to-left text in order on screen: Latin codes, phones and people's own words are wrapped so that they do
/// not move their neighbours. Marks are for display only: never stored, never in CSV, commands or callback data.
/// </summary>
public static partial class Bidi
{
    public const char LeftToRightIsolate = '\u2066';
    public const char FirstStrongIsolate = '\u2068';
    public const char PopIsolate = '\u2069';
    public const char RightToLeftMark = '\u200F';

    /// <summary>Deepest nesting that <see cref="Mend"/> keeps: our texts nest once; pasted text may nest a thousand times.</summary>
    public const int DeepestNesting = 2;

    /// <summary>Wraps words of people or names so that their direction is their own. What they hold of marks is taken out.</summary>
    public static string Isolate(string text) => Wrap(FirstStrongIsolate, text);

    /// <summary>Wraps a code, phone number or URL, which is always written from left to right.</summary>
    public static string Ltr(string text) => Wrap(LeftToRightIsolate, text);

    /// <summary>
    /// People's words made safe to show and store: no direction marks, no control characters but newline and tab, half
    /// surrogate pairs as U+FFFD, one newline for every kind of line end.
    /// </summary>
    public static string StripControls(string userText) => Clean(userText, keepMarks: false);

    /// <summary>A text of ours as it was put together: controls out, and every isolate closed and none closed twice.</summary>
    public static string Mend(string text)
    {
        var clean = Clean(text, keepMarks: true);
        return clean.AsSpan().IndexOfAnyInRange('\u2066', '\u2069') < 0 ? clean : Balance(clean);
    }

    /// <summary>The text without isolates and marks, for channels whose phones draw them as boxes.</summary>
    public static string WithoutMarks(string text) =>
        text.AsSpan().IndexOfAnyInRange('\u2066', '\u2069') < 0 && !text.Contains(RightToLeftMark)
            ? text
            : string.Concat(text.Where(c => !IsMark(c)));

    /// <summary>
    /// The text with U+200F before it when its first strong letter is Latin: many apps lay the whole paragraph out by it.
    /// </summary>
    public static string EnsureRightToLeftStart(string text) => StartsLeftToRight(text) ? RightToLeftMark + text : text;

    public static bool IsIsolateStart(char c) => c is >= '\u2066' and <= '\u2068';

    /// <summary>Every character whose only work is direction.</summary>
    public static bool IsMark(char c) =>
        c is '\u061C' or '\u200E' or '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u206F';

    /// <summary>A new line ends every isolate (UAX 9), so each line is wrapped by itself.</summary>
    private static string Wrap(char open, string text)
    {
        var lines = StripControls(text).Split('\n');
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : $"{open}{line}{PopIsolate}"));
    }

    private static bool StartsLeftToRight(string text)
    {
        var depth = 0;
        foreach (var c in text)
        {
            depth += IsIsolateStart(c) ? 1 : c == PopIsolate ? -1 : 0;
            if (depth <= 0 && IsRightToLeft(c))
            {
                return false;
            }

            if (depth <= 0 && char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRightToLeft(char c) =>
        c is RightToLeftMark or '\u061C' ||
        (c is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC' && char.IsLetter(c));
}
