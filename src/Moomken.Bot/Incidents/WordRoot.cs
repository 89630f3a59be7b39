using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Incidents;

/// <summary>
/// A rough root of a folded word, so that سكروا, مسكر and تسكير meet. It need not be the true root, only the same for
/// forms of one word; it is far too rough for names or keywords.
/// </summary>
internal static class WordRoot
{
    private const int Least = 3;

    private static readonly string[] Articles = ["وال", "بال", "كال", "فال", "لل", "ال"];
    private static readonly string[] ArabicEndings = ["وهم", "وها", "وني", "هم", "ها", "ني", "نا", "كم", "ات", "ين", "ون", "ان", "وا", "ه", "ي", "ت"];
    private static readonly string[] EnglishEndings = ["ing", "ed", "es", "s", "e"];

    /// <summary>Roots of a text: every word once, and a word that may begin with "and" or hold a negation also without it.</summary>
    public static HashSet<string> OfText(string text)
    {
        var roots = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in ArabicText.Words(ArabicText.Fold(text)))
        {
            roots.Add(Of(word));
            if (word.Length > 4 && word[0] is 'و' or 'ب' or 'ل' or 'ف')
            {
                roots.Add(Of(word[1..]));
            }

            // مافتحوش is "ما فتحوا".
            if (word.Length > 5 && word.StartsWith("ما", StringComparison.Ordinal) && word[^1] == 'ش')
            {
                roots.Add("ما");
                roots.Add(Of(word[2..]));
            }
        }

        return roots;
    }

    public static string Of(string foldedWord) =>
        foldedWord.Length > 0 && char.IsAsciiLetter(foldedWord[0]) ? English(foldedWord) : Arabic(foldedWord);

    private static string Arabic(string word)
    {
        var article = Array.Find(Articles, article => word.Length >= article.Length + Least && word.StartsWith(article, StringComparison.Ordinal));
        var root = article is null ? word : word[article.Length..];
        root = root.Length > 4 && root[^1] == 'ش' ? root[..^1] : root;
        root = WithoutEnding(root, ArabicEndings);
        var consonants = string.Concat(root.Where((letter, index) => index == 0 || letter is not ('ا' or 'و' or 'ي')));
        consonants = consonants.Length > Least && consonants[0] is 'ي' or 'ت' or 'ن' or 'ا' or 'م' ? consonants[1..] : consonants;
        return consonants.Length > 1 ? consonants : root;
    }

    private static string English(string word) => WithoutEnding(word, EnglishEndings);

    private static string WithoutEnding(string word, string[] endings)
    {
        var ending = Array.Find(endings, ending => word.Length >= ending.Length + Least && word.EndsWith(ending, StringComparison.Ordinal));
        return ending is null ? word : word[..^ending.Length];
    }
}
