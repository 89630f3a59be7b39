using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Observers;

/// <summary>
/// A code that makes whoever types it an observer: 12 characters of Crockford base 32, 60 bits, so that no number of tries
/// that we would let through finds one. Never stored as it is: only its keyed hash.
/// </summary>
public static class InviteCode
{
    public const int Length = 12;

    private const int Group = 4;

    /// <summary>Words before a code that leave no doubt what it is.</summary>
    private static readonly string[] Announcements = ["/start", "/code", "/join", "code", "رمز", "الرمز", "كود"];

    /// <summary>At least one letter and one digit, so that neither a word nor a phone number can look like one.</summary>
    public static string New(IdSource ids)
    {
        while (true)
        {
            var code = string.Concat(ids.NextCode(), ids.NextCode().AsSpan(0, Length - 8));
            if (IsMixed(code))
            {
                return code;
            }
        }
    }

    public static string Shown(string code) => $"{code[..Group]}-{code[Group..(2 * Group)]}-{code[(2 * Group)..]}";

    /// <summary>The code in a message; null when there is none. Announced: the person said that it is a code, or wrote it with its dashes.</summary>
    public static (string Code, bool Announced)? In(string? text)
    {
        if (text is not { Length: >= Length and <= 60 })
        {
            return null;
        }

        var words = Digits.ToAscii(Bidi.StripControls(text)).Trim();
        var word = Announcements.FirstOrDefault(word => words.Length > word.Length && words.StartsWith(word, StringComparison.OrdinalIgnoreCase) && words[word.Length] is ' ' or ':' or '_');
        var rest = word is null ? words : words[word.Length..].TrimStart(' ', ':', '_');
        var separators = rest.Count(IsDash);
        return Read(rest) is { } code && (word is not null || (separators is 0 or 2 && !rest.Contains(' ', StringComparison.Ordinal) && IsMixed(rest)))
            ? (code, word is not null || separators == 2)
            : null;
    }

    /// <summary>The twelve characters, read as people type them: any case and digits, with or without dashes, O for zero, I or L for one.</summary>
    public static string? Read(string text)
    {
        var kept = Digits.ToAscii(Bidi.StripControls(text)).Where(letter => letter != ' ' && !IsDash(letter))
            .Select(letter => char.ToUpperInvariant(letter) switch { 'O' => '0', 'I' or 'L' => '1', var other => other }).ToArray();
        return kept.Length == Length && Array.TrueForAll(kept, letter => IdSource.Alphabet.Contains(letter, StringComparison.Ordinal)) ? new string(kept) : null;
    }

    private static bool IsDash(char letter) => letter is '-' or '\u2010' or '\u2011' or '\u2013' or '\u2014' or 'ـ';

    private static bool IsMixed(string code) => code.Any(char.IsAsciiDigit) && code.Any(char.IsAsciiLetter);
}
