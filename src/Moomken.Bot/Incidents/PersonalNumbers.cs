using System.Text.RegularExpressions;

namespace Moomken.Bot.Incidents;

/// <summary>
/// Hides phone numbers and national numbers in what people wrote. A best effort against the harm that is likeliest (a
/// spreadsheet passed on with somebody's number in it), not a promise that a text names nobody.
/// </summary>
public static partial class PersonalNumbers
{
    public const string Hidden = "•••";

    public static string Mask(string text)
    {
        // Digits are made equal one for one, so that places in the copy are places in the text.
        var plain = string.Create(text.Length, text, static (chars, source) =>
        {
            for (var i = 0; i < chars.Length; i++)
            {
                chars[i] = source[i] switch
                {
                    >= '٠' and <= '٩' => (char)(source[i] - '٠' + '0'),
                    >= '۰' and <= '۹' => (char)(source[i] - '۰' + '0'),
                    _ => source[i],
                };
            }
        });

        var masked = new System.Text.StringBuilder();
        var from = 0;
        foreach (Match match in Numbers().Matches(plain))
        {
            masked.Append(text, from, match.Index - from).Append(Hidden);
            from = match.Index + match.Length;
        }

        return from == 0 ? text : masked.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Libyan mobiles in their usual spellings, any number in international form, and national numbers (1 or 2, a year, 7 digits).</summary>
    [GeneratedRegex(
        @"(?<![0-9])(?:(?:(?:\+|00)?218[\s.\-]?)?\(?0?\)?9[1-6](?:[\s.\-]?[0-9]){7}|(?:\+|00)(?:[\s.\-]?[0-9]){8,14}|[12](?:19|20)[0-9]{9})(?![0-9])",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}
