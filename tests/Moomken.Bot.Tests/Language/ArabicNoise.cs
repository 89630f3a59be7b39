using CsCheck;

namespace Moomken.Bot.Tests.Language;

/// <summary>Texts such as phones send: Arabic, marks, isolates, emoji, half pairs, controls and digits of three scripts.</summary>
internal static class ArabicNoise
{
    private static readonly string[] Pieces =
    [
        "المركز", "مُحَمَّد", "نعم", "لا", "ﻻ", "١٢", "۳", "45", " ", "  ", "\n", "\n\n", "، ", ". ", "؟ ", "Hello", "HNEC ", "+218 91-234-5678",
        "\u2066", "\u2067", "\u2068", "\u2069", "\u200F", "\u202E", "😀", "👨\u200D👩\u200D👧", "🇱🇾", "1️⃣", "\uD800", "\uDC00", "\0", "\r\n", "\t", "ـ",
        "e\u0301\u0323", "\u0301\u0301\u0301", "«", "»", "…", "https://example.org/x", "ووووو", "‏",
    ];

    public static readonly Gen<string> Text =
        Gen.Int[0, Pieces.Length - 1].Array[0, 60].Select(picks => string.Concat(picks.Select(pick => Pieces[pick])));
}
