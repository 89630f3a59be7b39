namespace Moomken.Bot.Dialogs.Language;

/// <summary>Cuts a folded text into words and numbers of time: "10:30", "13/12/2025" and "3pm" are taken apart here.</summary>
internal static class WhenTokens
{
    /// <summary>Nobody says when with more words; a longer text is a story, not a time.</summary>
    public const int Most = 24;

    /// <summary>Null when the text is too long or holds a number that is neither a time nor a date.</summary>
    public static List<WhenToken>? Read(string folded)
    {
        var tokens = new List<WhenToken>();
        var at = 0;
        while (at < folded.Length)
        {
            if (char.IsAsciiDigit(folded[at]))
            {
                if (ReadNumber(folded, ref at) is not { } number)
                {
                    return null;
                }

                tokens.Add(number);
            }
            else if (char.IsLetter(folded[at]))
            {
                AddWord(ReadWord(folded, ref at), tokens);
            }
            else
            {
                at++;
            }

            if (tokens.Count > Most)
            {
                return null;
            }
        }

        return tokens;
    }

    /// <summary>"p.m." is one word: a dot between two letters is passed over.</summary>
    private static string ReadWord(string folded, ref int at)
    {
        var start = at;
        while (at < folded.Length && (char.IsLetter(folded[at]) || (folded[at] == '.' && at + 1 < folded.Length && char.IsLetter(folded[at + 1]))))
        {
            at++;
        }

        return folded[start..at].Replace(".", "", StringComparison.Ordinal);
    }

    /// <summary>A word that is known; else "و" before a known one ("ونص"), or a preposition before it ("بالليل", "للظهر").</summary>
    private static void AddWord(string word, List<WhenToken> tokens)
    {
        var token = WhenWords.Of(word);
        if (token.Kind == WhenKind.Unknown && word.Length > 2 && word[0] is 'و' or 'ب' or 'ف' or 'ع')
        {
            var rest = WhenWords.Of(word[1..]);
            if (rest.Kind != WhenKind.Unknown && word[0] == 'و')
            {
                tokens.Add(new WhenToken(WhenKind.Plus));
            }

            token = rest;
        }

        tokens.Add(token);
    }

    private static WhenToken? ReadNumber(string folded, ref int at)
    {
        Span<int> values = stackalloc int[3];
        Span<int> widths = stackalloc int[3];
        var (count, separator) = (0, '\0');
        while (true)
        {
            var start = at;
            while (at < folded.Length && char.IsAsciiDigit(folded[at]))
            {
                at++;
            }

            widths[count] = at - start;
            if (widths[count] is 0 or > 4)
            {
                return null;
            }

            values[count++] = int.Parse(folded.AsSpan(start, at - start));
            var more = at + 1 < folded.Length && folded[at] is ':' or '/' or '-' or '.' && char.IsAsciiDigit(folded[at + 1]);
            if (!more)
            {
                return Shape(values[..count], widths[..count], separator);
            }

            if (count == 3 || (separator != '\0' && separator != folded[at]))
            {
                return null;
            }

            separator = folded[at++];
        }
    }

    private static WhenToken? Shape(ReadOnlySpan<int> values, ReadOnlySpan<int> widths, char separator) =>
        (values.Length, separator) switch
        {
            (1, _) when widths[0] == 4 && values[0] < 1000 => Clock(values[0] / 100, values[0] % 100, literal: true),
            (1, _) => new WhenToken(WhenKind.Number, values[0]),
            (2, ':') or (2, '.') when widths[1] == 2 => Clock(values[0], values[1], widths[0] == 2),
            (3, ':') => Clock(values[0], values[1], literal: true),
            (2, '/') => new WhenToken(WhenKind.Date, values[0], values[1]),
            (3, _) when widths[0] == 4 => new WhenToken(WhenKind.Date, values[2], values[1], values[0]),
            (3, _) => new WhenToken(WhenKind.Date, values[0], values[1], widths[2] == 2 ? 2000 + values[2] : values[2]),
            _ => null,
        };

    private static WhenToken? Clock(int hour, int minute, bool literal) =>
        hour > 24 || minute > 59 ? null : new WhenToken(WhenKind.Clock, hour % 24, minute, 0, literal);
}
