using System.Text;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Places;

/// <summary>
/// Makes spellings of one place equal: no ال or al-, no spaces, no doubled Latin letters, ة and ا alike at the end of a
/// word, أبو and بو alike. No stemming: it would make different towns one.
/// </summary>
internal static class PlaceKeys
{
    private static readonly HashSet<string> LatinArticles = ["al", "el", "as", "az", "ar", "ash", "at", "an", "ad", "il", "l"];

    /// <summary>The key of a whole name or of some words in a row.</summary>
    public static string Of(IEnumerable<string> foldedWords) => string.Concat(foldedWords.Select(OfWord));

    public static string Of(string name) => Of(ArabicText.Words(ArabicText.Fold(name)));

    /// <summary>The key of one folded word; empty for a Latin article that stands alone.</summary>
    public static string OfWord(string word) => IsLatin(word) ? Latin(word) : Arabic(word);

    public static bool IsLatin(string word) => word.Length > 0 && char.IsAsciiLetter(word[0]);

    /// <summary>
    /// The consonants of a Latin key, with those that writers swap made one (g q, th t, kh k …): Garabolli and Qarabulli
    /// are alike. Many towns share one, so it only proposes.
    /// </summary>
    public static string Skeleton(string latinKey)
    {
        var text = latinKey.Replace("kh", "x", StringComparison.Ordinal).Replace("gh", "g", StringComparison.Ordinal)
            .Replace("ch", "sh", StringComparison.Ordinal).Replace("th", "t", StringComparison.Ordinal)
            .Replace("dh", "d", StringComparison.Ordinal).Replace("ph", "f", StringComparison.Ordinal).TrimEnd('h');
        var skeleton = new StringBuilder();
        foreach (var c in text)
        {
            var letter = c switch { 'q' => 'g', 'c' or 'k' => 'k', 'v' => 'f', 'p' => 'b', _ => c };
            if (letter is not ('a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'w') && (skeleton.Length == 0 || skeleton[^1] != letter))
            {
                skeleton.Append(letter);
            }
        }

        return skeleton.ToString();
    }

    private static string Arabic(string word)
    {
        var key = word.Length > 3 && word.StartsWith("ال", StringComparison.Ordinal) ? word[2..] : word;
        key = key.Length > 3 && key.StartsWith("ابو", StringComparison.Ordinal) ? key[1..] : key;
        return key.Length > 2 && key[^1] == 'ه' ? key[..^1] + "ا" : key;
    }

    private static string Latin(string word)
    {
        if (LatinArticles.Contains(word))
        {
            return "";
        }

        var bare = WithoutLatinArticle(word);
        var key = new StringBuilder(bare.Length);
        foreach (var c in bare)
        {
            if (key.Length == 0 || key[^1] != c)
            {
                key.Append(c);
            }
        }

        return key.ToString();
    }

    /// <summary>"alkufra" and, as it is spoken, "azzawya", "ashshati"; short words such as "alin" stay.</summary>
    private static string WithoutLatinArticle(string word)
    {
        if (word.Length < 5 || word[0] is not ('a' or 'e'))
        {
            return word;
        }

        var spoken = word.StartsWith("ashsh", StringComparison.Ordinal) ? 3 : word[1] == word[2] && "sznrtd".Contains(word[1]) ? 2 : 0;
        return spoken > 0 ? word[spoken..] : word[1] == 'l' && word[2] != 'i' ? word[2..] : word;
    }
}
