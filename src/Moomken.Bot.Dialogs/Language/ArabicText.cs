using System.Buffers;

namespace Moomken.Bot.Dialogs.Language;

/// <summary>
/// Folds spellings together so that what people type can be matched: أ إ آ are one letter, digits of three scripts are
/// one, marks and invisible characters are gone. For matching only: folded text is never stored as somebody's words and
/// never shown. No input throws, whatever it holds.
/// </summary>
public static partial class ArabicText
{
    /// <summary>Longest text that is folded without renting memory.</summary>
    private const int OnStack = 512;

    /// <summary>Folds letters, digits and punctuation; spaces stay as they are.</summary>
    public static string Fold(string text)
    {
        var most = LongestFold(text);
        if (most <= OnStack)
        {
            Span<char> near = stackalloc char[OnStack];
            return Result(text, near[..LetterFold.Write(text, near)]);
        }

        var rented = ArrayPool<char>.Shared.Rent(most);
        var folded = Result(text, rented.AsSpan(0, LetterFold.Write(text, rented)));
        ArrayPool<char>.Shared.Return(rented, clearArray: true);
        return folded;
    }

    /// <summary>Folds, joins the spaces and trims the ends: the form in which keywords are kept and looked up.</summary>
    public static string FoldPhrase(string text) => Squeeze(Fold(text));

    /// <summary>
    /// One space between words, and no punctuation at the ends. Text that is nothing but punctuation ("*", "!") stays,
    /// since those are words here too; a minus before a digit stays, since "-3" must never become 3.
    /// </summary>
    public static string Squeeze(string text)
    {
        var trimmed = TrimEnds(text.AsSpan());
        if (trimmed.IsEmpty)
        {
            trimmed = text.AsSpan().Trim();
        }

        return HasLooseSpace(trimmed) ? JoinSpaces(trimmed) : Result(text, trimmed);
    }

    /// <summary>The words of a folded text: runs of letters and digits.</summary>
    public static List<string> Words(string folded)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= folded.Length; i++)
        {
            var inside = i < folded.Length && char.IsLetterOrDigit(folded[i]);
            if (inside && start < 0)
            {
                start = i;
            }
            else if (!inside && start >= 0)
            {
                words.Add(folded[start..i]);
                start = -1;
            }
        }

        return words;
    }

    private static int LongestFold(string text)
    {
        var most = text.Length;
        foreach (var c in text)
        {
            if (PresentationForms.Holds(c))
            {
                most += PresentationForms.Longest;
            }
        }

        return most;
    }

    private static string Result(string text, ReadOnlySpan<char> outcome) =>
        outcome.SequenceEqual(text) ? text : outcome.ToString();

    private static ReadOnlySpan<char> TrimEnds(ReadOnlySpan<char> text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsEdge(text[start]) && !IsMinus(text, start, end))
        {
            start++;
        }

        while (end > start && IsEdge(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    private static bool IsEdge(char c) =>
        char.IsWhiteSpace(c) || ".,;:!?()[]{}<>\"'`|/\\*#_-~•…«»“”‘’–—،؛؟".Contains(c);

    private static bool IsMinus(ReadOnlySpan<char> text, int at, int end) =>
        text[at] is '-' or '–' && at + 1 < end && char.IsDigit(text[at + 1]);

    private static bool HasLooseSpace(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]) && (text[i] != ' ' || text[i + 1] == ' '))
            {
                return true;
            }
        }

        return false;
    }

    private static string JoinSpaces(ReadOnlySpan<char> text)
    {
        var joined = new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            var space = char.IsWhiteSpace(c);
            if (!space || joined[length - 1] != ' ')
            {
                joined[length++] = space ? ' ' : c;
            }
        }

        return new string(joined, 0, length);
    }
}
