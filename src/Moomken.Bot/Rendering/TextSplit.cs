using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Rendering;

/// <summary>Cuts a text that is too long for one message where a reader would.</summary>
public static class TextSplit
{
    /// <summary>Below this no channel sends, and the marks that close and open isolates at a cut would not fit.</summary>
    public const int Smallest = 16;

    /// <summary>A better kind of break is taken when it leaves at least this share of a full message before it.</summary>
    private const double LeastShare = 0.5;

    /// <summary>
    /// Parts of at most <paramref name="maxUnits"/> UTF-16 units, cut at a paragraph, else a line, a sentence, a word, a
    /// grapheme; white space at a cut goes, nothing else. Half surrogate pairs become U+FFFD. An isolate that must be cut
    /// is closed before the cut and opened again after it. Empty when there is nothing to say.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxUnits"/> is less than <see cref="Smallest"/>.</exception>
    public static ImmutableArray<string> Split(string text, int maxUnits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxUnits, Smallest);
        var rest = TrimStart(Bidi.Mend(text).TrimEnd());
        var parts = ImmutableArray.CreateBuilder<string>();
        while (rest.Length > maxUnits)
        {
            var (length, open) = Cut(rest, maxUnits - Bidi.DeepestNesting);
            Add(parts, rest[..length].TrimEnd() + new string(Bidi.PopIsolate, open.Length));
            rest = open + TrimStart(rest[length..]);
        }

        Add(parts, rest);
        return parts.ToImmutable();
    }

    /// <summary>A space that carries a combining mark is not space: taking it would hang the mark on something else.</summary>
    private static string TrimStart(string text)
    {
        var at = 0;
        while (at < text.Length && char.IsWhiteSpace(text[at]) && StringInfo.GetNextTextElementLength(text, at) == 1)
        {
            at++;
        }

        return text[at..];
    }

    /// <summary>Isolates that hold nothing more are dropped with the white space around them.</summary>
    private static void Add(ImmutableArray<string>.Builder parts, string part)
    {
        if (!part.All(c => char.IsWhiteSpace(c) || Bidi.IsMark(c)))
        {
            parts.Add(part);
        }
    }

    /// <summary>How much of the text goes into a part of <paramref name="room"/> units, and the isolates that are open there.</summary>
    private static (int Length, string Open) Cut(string text, int room)
    {
        var best = new Breaks();
        var open = "";
        for (var at = 0; at < room;)
        {
            var size = StringInfo.GetNextTextElementLength(text, at);
            if (at + size > room)
            {
                break;
            }

            open = Opened(open, text.AsSpan(at, size));
            at += size;
            best.Note(text, at, open);
        }

        return best.Choose(text, room, LeastShare);
    }

    private static string Opened(string open, ReadOnlySpan<char> element)
    {
        foreach (var c in element)
        {
            open = Bidi.IsIsolateStart(c) ? open + c : c == Bidi.PopIsolate && open.Length > 0 ? open[..^1] : open;
        }

        return open;
    }

    /// <summary>The last place of each kind where the text may be cut.</summary>
    private sealed class Breaks
    {
        private readonly (int Length, string Open)[] last = new (int, string)[5];

        public void Note(string text, int at, string open)
        {
            last[4] = (at, open);
            if (at == text.Length || !char.IsWhiteSpace(text[at]))
            {
                return;
            }

            // Only at the end of a word, and rather outside an isolate than in it.
            var sentence = ".!?؟؛…".Contains(text[at - 1]);
            var kind = text[at] != '\n' ? (sentence ? 2 : 3) : at + 1 < text.Length && text[at + 1] == '\n' ? 0 : 1;
            if (open.Length == 0 || kind == 3)
            {
                last[kind] = (at, open);
            }
        }

        public (int Length, string Open) Choose(string text, int room, double leastShare)
        {
            var found = Array.Find(last, place => place.Length >= room * leastShare && place.Length > place.Open?.Length);
            return found.Length > 0 ? found : last[4].Length > last[4].Open?.Length ? last[4] : Forced(text, room);
        }

        /// <summary>One grapheme larger than a message: cut between two characters, never inside a surrogate pair.</summary>
        private static (int, string) Forced(string text, int room)
        {
            var length = char.IsLowSurrogate(text[room]) ? room - 1 : room;
            return (length, Opened("", text.AsSpan(0, length)));
        }
    }
}
