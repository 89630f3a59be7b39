namespace Moomken.Bot.Places;

/// <summary>What somebody may have meant who spelt a place in another way, or mistyped it.</summary>
internal sealed class PlaceGuess(PlaceIndex index)
{
    /// <summary>In an English sentence many words have the consonants of some town (school, Sahel).</summary>
    private const int MostTransliteratedWords = 3;

    /// <summary>Places one keystroke away, or with the same Latin consonants: "did you mean".</summary>
    public List<Place> Of(List<string> words)
    {
        var candidates = words.Count > PlaceFinder.MostGuessedWords ? [] : words.Where(word => word.Length >= 5).Select(PlaceKeys.OfWord);
        var whole = words.Count is > 1 and <= PlaceFinder.LongestName ? [PlaceKeys.Of(words)] : Array.Empty<string>();
        return candidates.Concat(whole).Where(key => key.Length >= 4)
            .SelectMany(key => index.OneKeystrokeFrom(key).Concat(words.Count <= MostTransliteratedWords ? Transliterated(key, leastConsonants: 3) : []))
            .Distinct().ToList();
    }

    /// <summary>Latin spellings with the same consonants and nearly the same vowels.</summary>
    public List<Place> Transliterated(string key, int leastConsonants)
    {
        var skeleton = PlaceKeys.IsLatin(key) ? PlaceKeys.Skeleton(key) : "";
        return skeleton.Length < leastConsonants ? [] : index.BySkeleton(skeleton).Where(name => EditDistance.IsAtMostTwo(key, name.Key)).Select(name => name.Place).Distinct().ToList();
    }
}
