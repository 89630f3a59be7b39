using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Moomken.Bot.Rendering;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>What fits into one of Telegram's messages and notices.</summary>
internal static class TelegramText
{
    /// <summary>Most UTF-16 units in one message. Telegram does not publish how it counts; units are the safe side.</summary>
    public const int Longest = 4096;

    /// <summary>Most UTF-16 units in the notice that a press is answered with.</summary>
    public const int LongestNotice = 200;

    /// <summary>Pieces that one message each can hold; empty when there is nothing to say.</summary>
    public static ImmutableArray<string> Split(string text) => TextSplit.Split(text, Longest);

    /// <summary>The beginning of the text, whole graphemes only.</summary>
    public static string Shorten(string text, int longest) =>
        text.Length <= longest ? text : string.Concat(text.AsSpan(0, Grapheme(text, longest - 1)).TrimEnd(), "…");

    /// <summary>The last grapheme boundary at or before <paramref name="longest"/>; inside a single endless grapheme, the last whole character.</summary>
    private static int Grapheme(ReadOnlySpan<char> text, int longest)
    {
        var boundary = 0;
        while (boundary < longest)
        {
            var next = boundary + StringInfo.GetNextTextElementLength(text[boundary..]);
            if (next > longest)
            {
                break;
            }

            boundary = next;
        }

        return boundary > 0 ? boundary : longest - (IsInsidePair(text, longest) ? 1 : 0);
    }

    private static bool IsInsidePair(ReadOnlySpan<char> text, int at) => Rune.TryCreate(text[at - 1], text[at], out _);
}
