namespace Moomken.Bot.Dialogs.Language;

/// <summary>Words without what is written together with them.</summary>
public static partial class ArabicText
{
    /// <summary>Longer articles first: وال must go before و.</summary>
    private static readonly string[] Articles = ["وال", "بال", "كال", "فال", "لل", "ال", "و"];

    /// <summary>Endings after folding (ة is ه, ى is ي), each taken off at most once, in this order.</summary>
    private static readonly string[] Endings = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];

    /// <summary>A folded word without ال, وال, بال, كال, فال, لل or و at its start; the word itself when less than two letters would stay.</summary>
    public static string DropArticle(string foldedWord)
    {
        foreach (var article in Articles)
        {
            var least = article.Length == 1 ? 3 : 2;
            if (foldedWord.Length >= article.Length + least && foldedWord.StartsWith(article, StringComparison.Ordinal))
            {
                return foldedWord[article.Length..];
            }
        }

        return foldedWord;
    }

    /// <summary>
    /// A light stem of a folded word: no article, no common ending. For a second pass only, and never for names of
    /// places, which it would make alike.
    /// </summary>
    public static string Stem(string foldedWord)
    {
        var stem = DropArticle(foldedWord);
        foreach (var ending in Endings)
        {
            if (stem.Length >= ending.Length + 2 && stem.EndsWith(ending, StringComparison.Ordinal))
            {
                stem = stem[..^ending.Length];
            }
        }

        return stem;
    }
}
