using System.Collections.Frozen;
using System.Globalization;

namespace Moomken.Bot.Dialogs.Language;

public enum SmsEncoding
{
    /// <summary>GSM 03.38: 160 units in one message, 153 in each of several.</summary>
    Gsm7,

    /// <summary>UTF-16: 70 units in one message, 67 in each of several. One Arabic letter makes the whole text so.</summary>
    Ucs2,
}

/// <param name="Encoding">Decided by the whole text.</param>
/// <param name="Segments">What is paid for; an empty text is one.</param>
/// <param name="Units">Septets (those of the extension count 2) or UTF-16 units.</param>
/// <param name="UnitsPerSegment">How the units fall on the segments: no character is cut in two.</param>
public sealed record SmsCount(SmsEncoding Encoding, int Segments, int Units, IReadOnlyList<int> UnitsPerSegment);

/// <summary>Counts what a text costs by SMS, as Twilio's own calculator does.</summary>
public static class SmsSegments
{
    private const int SeptetsAlone = 160;
    private const int SeptetsTogether = 153;
    private const int UnitsAlone = 70;
    private const int UnitsTogether = 67;

    private static readonly FrozenSet<char> Basic =
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿" +
        "abcdefghijklmnopqrstuvwxyzäöñüà").ToFrozenSet();

    private static readonly FrozenSet<char> Extension = "\f^{}\\[~]|€".ToFrozenSet();

    /// <summary>True when every character is in the GSM alphabet.</summary>
    public static bool FitsGsm7(string text) => text.All(c => Basic.Contains(c) || Extension.Contains(c));

    public static SmsCount Count(string text)
    {
        var gsm = FitsGsm7(text);
        var sizes = gsm ? text.Select(c => Extension.Contains(c) ? 2 : 1).ToList() : Graphemes(text);
        var units = sizes.Sum();
        var segments = units <= (gsm ? SeptetsAlone : UnitsAlone) ? [units] : Pack(sizes, gsm ? SeptetsTogether : UnitsTogether);
        return new SmsCount(gsm ? SmsEncoding.Gsm7 : SmsEncoding.Ucs2, segments.Count, units, segments);
    }

    private static List<int> Graphemes(string text)
    {
        var sizes = new List<int>();
        for (var at = 0; at < text.Length; at += sizes[^1])
        {
            sizes.Add(StringInfo.GetNextTextElementLength(text, at));
        }

        return sizes;
    }

    /// <summary>Fills segment after segment. A character larger than a whole segment (one letter under a heap of marks) is spread.</summary>
    private static List<int> Pack(List<int> sizes, int most)
    {
        List<int> segments = [0];
        foreach (var size in sizes)
        {
            if (segments[^1] > 0 && segments[^1] + size > most)
            {
                segments.Add(0);
            }

            var left = size;
            for (; left > most; left -= most)
            {
                segments[^1] = most;
                segments.Add(0);
            }

            segments[^1] += left;
        }

        return segments;
    }
}
