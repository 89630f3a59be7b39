using System.Globalization;
using System.Text;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>Splits a text into pieces that one message can hold.</summary>
internal static class TelegramText
{
    /// <summary>Most UTF-16 units in one message. Telegram does not publish how it counts; units are the safe side.</summary>
    public const int Longest = 4096;

    /// <summary>Most UTF-16 units in the notice that a press is answered with.</summary>
    public const int LongestNotice = 200;

    /// <summary>
    /// Pieces of at most <paramref name="longest"/> units, cut after a paragraph, else a sentence, else a word, else between
    /// two graphemes: whatever is found in the last half of the piece, best first. No piece is empty; the blanks at a cut go.
    /// </summary>
    public static List<string> Split(string text, int longest = Longest)
    {
        var pieces = new List<string>(1);
        var rest = text.AsSpan().Trim();
        while (rest.Length > longest)
        {
            var cut = Cut(rest, longest);
            pieces.Add(rest[..cut].TrimEnd().ToString());
            rest = rest[cut..].TrimStart();
        }

        if (!rest.IsEmpty)
        {
            pieces.Add(rest.Length == text.Length ? text : rest.ToString());
        }

        return pieces;
    }

    /// <summary>The beginning of the text, whole graphemes only.</summary>
    public static string Shorten(string text, int longest) =>
        text.Length <= longest ? text : string.Concat(text.AsSpan(0, Grapheme(text, longest - 1)).TrimEnd(), "…");

    private static int Cut(ReadOnlySpan<char> text, int longest)
    {
        var window = text[..longest];
        var half = longest / 2;
        if (window.LastIndexOf("\n\n") is var paragraph && paragraph > half)
        {
            return paragraph;
        }

        if (Sentence(window) is var sentence && sentence > half)
        {
            return sentence;
        }

        // The blank may be the first unit after the window: then the window ends with a whole word.
        var word = char.IsWhiteSpace(text[longest]) ? longest : LastBlank(window);
        return word > half ? word : Grapheme(text, longest);
    }

    /// <summary>The position after the last sentence end: a line break, or a full stop, question or exclamation mark with a blank after it.</summary>
    private static int Sentence(ReadOnlySpan<char> window)
    {
        for (var i = window.Length - 1; i > 0; i--)
        {
            if (window[i] == '\n' || (char.IsWhiteSpace(window[i]) && window[i - 1] is '.' or '؟' or '?' or '!' or '۔' or '؛' or '…'))
            {
                return i;
            }
        }

        return -1;
    }

    private static int LastBlank(ReadOnlySpan<char> window)
    {
        for (var i = window.Length - 1; i > 0; i--)
        {
            // Not the blanks that hold words together.
            if (char.IsWhiteSpace(window[i]) && window[i] is not '\u00A0' and not '\u202F')
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The last grapheme boundary at or before <paramref name="longest"/>; inside a single endless grapheme, the last whole character.</summary>
    private static int Grapheme(ReadOnlySpan<char> text, int longest)
    {
        // Clusters are found from a start; some way back is enough, since a real one is short.
        var start = Math.Max(0, longest - 256);
        start -= start > 0 && char.IsLowSurrogate(text[start]) ? 1 : 0;
        var boundary = start;
        while (boundary < longest)
        {
            var next = boundary + StringInfo.GetNextTextElementLength(text[boundary..]);
            if (next > longest)
            {
                break;
            }

            boundary = next;
        }

        return boundary > start ? boundary : longest - (IsInsidePair(text, longest) ? 1 : 0);
    }

    private static bool IsInsidePair(ReadOnlySpan<char> text, int at) => Rune.TryCreate(text[at - 1], text[at], out _);
}
