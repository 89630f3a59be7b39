using System.Collections.Frozen;

namespace Moomken.Bot.Dialogs.Language;

/// <summary>How a written count was understood.</summary>
public enum CountVerdict
{
    Read,

    /// <summary>No number in it.</summary>
    Missing,

    /// <summary>More than one number, or groups that can be read in two ways ("1.234"): ask, never guess.</summary>
    Unclear,

    Negative,

    /// <summary>A decimal: 1.5 must never become 15.</summary>
    Fraction,

    /// <summary>More than <see cref="Counts.Largest"/>.</summary>
    TooLarge,
}

/// <param name="Verdict">What was found.</param>
/// <param name="Value">The count when the verdict is <see cref="CountVerdict.Read"/>, otherwise 0.</param>
/// <param name="Repaired">True when O, o or l was read as a digit: show the number again before it is kept.</param>
public readonly record struct CountReading(CountVerdict Verdict, long Value = 0, bool Repaired = false);

/// <summary>Reads counts ("٢٥", "1,234", "عشرة", "25 ناخب") and option numbers ("١.", "رقم ٣", "الثاني").</summary>
public static class Counts
{
    public const long Largest = 999_999_999;

    private static readonly FrozenSet<string> OptionFillers =
        new[] { "رقم", "الرقم", "خيار", "الخيار", "اختار", "نختار", "نمرة", "نمره", "no", "nr", "number", "option", "choice", "the", "num" }
            .Select(ArabicText.Fold).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A count of things. Words around one number are allowed; sign and size are never changed.</summary>
    public static CountReading ParseCount(string text)
    {
        var folded = ArabicText.Fold(text);
        var (verdict, digits) = SingleNumber(folded);
        return verdict switch
        {
            CountVerdict.Missing => FromWords(folded),
            CountVerdict.Read => Sized(digits),
            _ => new CountReading(verdict),
        };
    }

    /// <summary>The number of a choice, from 0; null when the text is not just an option number. "-3" and "1.5" are none.</summary>
    public static int? ParseOption(string text)
    {
        var phrase = ArabicText.FoldPhrase(text);
        if (phrase.Length is 0 or > 24 || phrase.Contains('-') || ArabicText.Words(phrase) is not { Count: > 0 } words)
        {
            return null;
        }

        var from = 0;
        while (from < words.Count - 1 && OptionFillers.Contains(words[from]))
        {
            from++;
        }

        return from == words.Count - 1 ? OptionValue(words[from]) : null;
    }

    private static int? OptionValue(string word) =>
        word.Length <= 3 && word.All(char.IsAsciiDigit) ? int.Parse(word) : NumberWords.Value(word);

    private static CountReading FromWords(string folded)
    {
        var words = ArabicText.Words(folded);
        var values = words.Select(NumberWords.Value).OfType<int>().ToList();
        if (values.Count == 1)
        {
            // "مش أول مرة" holds an ordinal by chance: more than three words are a sentence, not a count.
            return words.Count <= 3 ? new CountReading(CountVerdict.Read, values[0]) : new CountReading(CountVerdict.Unclear);
        }

        return new CountReading(values.Count == 0 ? CountVerdict.Missing : CountVerdict.Unclear);
    }

    /// <summary>Finds the one number of a folded text: its digits without group separators.</summary>
    private static (CountVerdict, string Digits) SingleNumber(string folded)
    {
        var start = folded.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0)
        {
            return (CountVerdict.Missing, "");
        }

        start = WithLookalikes(folded, start);
        var end = start;
        while (end < folded.Length && (IsNumeric(folded, end) || IsInnerSeparator(folded, end)))
        {
            end++;
        }

        if (folded.AsSpan(end).IndexOfAnyInRange('0', '9') >= 0)
        {
            return (CountVerdict.Unclear, "");
        }

        var negative = start > 0 && folded[start - 1] == '-' && (start == 1 || !char.IsLetterOrDigit(folded[start - 2]));
        return negative || (end < folded.Length && folded[end] == '-')
            ? (CountVerdict.Negative, "")
            : Ungroup(folded[start..end]);
    }

    private static (CountVerdict, string) Ungroup(string number)
    {
        var groups = number.Split(',', '.', ' ');
        if (groups.Length == 1)
        {
            return (CountVerdict.Read, number);
        }

        var grouped = groups[0].Length <= 3 && groups.Skip(1).All(group => group.Length == 3);
        if (grouped && !number.Contains('.'))
        {
            return (CountVerdict.Read, string.Concat(groups));
        }

        return (grouped || groups.Length > 2 || number.Contains(' ') ? CountVerdict.Unclear : CountVerdict.Fraction, "");
    }

    /// <summary>Letters that are typed for digits count only right beside a digit: "1O0" is 100, "lol 5" is 5.</summary>
    private static int WithLookalikes(string folded, int start)
    {
        var first = start;
        while (first > 0 && folded[first - 1] is 'o' or 'l' or 'i')
        {
            first--;
        }

        return first > 0 && char.IsLetter(folded[first - 1]) ? start : first;
    }

    private static bool IsNumeric(string folded, int at) =>
        char.IsAsciiDigit(folded[at]) ||
        (folded[at] is 'o' or 'l' or 'i' && (at + 1 == folded.Length || !char.IsLetter(folded[at + 1]) || folded[at + 1] is 'o' or 'l' or 'i'));

    private static bool IsInnerSeparator(string folded, int at) =>
        folded[at] is ',' or '.' or ' ' && at + 1 < folded.Length && char.IsAsciiDigit(folded[at + 1]);

    private static CountReading Sized(string digits)
    {
        var plain = digits.Replace('o', '0').Replace('l', '1').Replace('i', '1');
        return plain.TrimStart('0').Length > 9
            ? new CountReading(CountVerdict.TooLarge)
            : new CountReading(CountVerdict.Read, long.Parse(plain), Repaired: plain != digits);
    }
}
