using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Places;

/// <summary>Finds places in words: a name alone, or a sentence that mentions one.</summary>
internal sealed class PlaceFinder(PlaceIndex index)
{
    /// <summary>A place is named early; the rest of a long story is not read.</summary>
    private const int MostWords = 40;

    public const int LongestName = 5;

    /// <summary>In a longer sentence some word is always one letter from some town, or a part of its name.</summary>
    public const int MostGuessedWords = 4;

    private readonly PlaceGuess guesses = new(index);

    private sealed record Hit(IReadOnlyList<Place> Places, int Words, bool Sure);

    public PlaceMatch Find(string text)
    {
        var words = ArabicText.Words(ArabicText.Fold(text.Length > 2000 ? text[..2000] : text)).Take(MostWords).ToList();
        var telling = words.Where(word => !PlaceWords.Fillers.Contains(word)).ToList();
        if (telling.Count == 0)
        {
            return new PlaceMatch.None();
        }

        if (Whole(telling) is { } whole)
        {
            return whole;
        }

        var hits = Scan(words, guess: telling.Count <= MostGuessedWords);
        var sure = PlaceChoice.Narrow(Distinct(hits.Where(hit => hit.Sure), index));
        return sure.Count == 1 ? new PlaceMatch.One(sure[0])
            : sure.Count > 1 ? PlaceChoice.Ask(sure)
            : PlaceChoice.Ask(Distinct(hits, index) is { Count: > 0 } weak ? weak : guesses.Of(telling));
    }

    /// <summary>The text is one name and nothing else.</summary>
    private PlaceMatch? Whole(List<string> words)
    {
        if (words.Count > LongestName)
        {
            return null;
        }

        var key = PlaceKeys.Of(words);
        if (index.ByKey(key) is { Count: > 0 } named)
        {
            return PlaceChoice.Decide(words.Count == 1 ? named.SelectMany(WithNamesakes).Distinct().ToList() : named);
        }

        if (words.Count == 1 && !PlaceWords.NeverAlone.Contains(words[0]) && index.ByWord(key) is { Count: > 0 } parts)
        {
            return PlaceChoice.Decide(parts);
        }

        return guesses.Transliterated(key, leastConsonants: 2) is { Count: > 0 } spelt ? PlaceChoice.Decide(spelt) : null;
    }

    private IEnumerable<Place> WithNamesakes(Place place) => index.Namesakes(place) is { Count: > 0 } all ? all : [place];

    /// <summary>Goes over a sentence, longest names first, and takes each word once.</summary>
    private List<Hit> Scan(List<string> words, bool guess)
    {
        var keys = words.Select(PlaceKeys.OfWord).ToList();
        var hits = new List<Hit>();
        for (var at = 0; at < words.Count;)
        {
            var hit = At(words, keys, at) ?? (guess ? PartOfName(words[at], keys[at]) : null);
            if (hit is not null)
            {
                hits.Add(hit);
            }

            at += hit?.Words ?? 1;
        }

        return hits;
    }

    private Hit? At(List<string> words, List<string> keys, int at)
    {
        var namedAfter = at > 0 && PlaceWords.NamedAfterTowns.Contains(words[at - 1]);
        for (var count = Math.Min(LongestName, words.Count - at); count > 0; count--)
        {
            var rest = string.Concat(keys.Skip(at + 1).Take(count - 1));
            foreach (var (first, glued) in Starts(words[at], keys[at]))
            {
                if (index.ByKey(first + rest) is { Count: > 0 } found && (count == 1 || keys[at + count - 1].Length > 0))
                {
                    var sure = (!namedAfter || glued) && !found.All(place => place.Everyday) && !(glued && first.Length + rest.Length <= 3);
                    return new Hit(count == 1 ? found.SelectMany(WithNamesakes).Distinct().ToList() : found, count, sure);
                }
            }
        }

        return Number(words, at);
    }

    /// <summary>The word's key, and the key without a preposition that is written together with it (بطرابلس، للزاوية).</summary>
    private static IEnumerable<(string Key, bool Glued)> Starts(string word, string key)
    {
        yield return (key, false);
        if (word.Length > 4 && word[..2] is "لل" or "با" or "وا" or "فا" or "كا" && ArabicText.DropArticle(word) is var bare && bare != word)
        {
            yield return (PlaceKeys.OfWord(bare), true);
        }

        if (word.Length > 3 && word[0] is 'ب' or 'ل' or 'و')
        {
            yield return (PlaceKeys.OfWord(word[1..]), true);
        }
    }

    private Hit? Number(List<string> words, int at)
    {
        var isNumber = words[at].Length >= 3 && words[at].All(char.IsAsciiDigit);
        return isNumber && index.ById(words[at]) is { } place ? new Hit([place], 1, !PlaceWords.ShortCodes.Contains(place.Id)) : null;
    }

    private Hit? PartOfName(string word, string key) =>
        key.Length > 3 && !PlaceWords.Generic.Contains(word) && !PlaceWords.Generic.Contains(key) && !PlaceWords.NeverAlone.Contains(word) && index.ByWord(key) is { Count: > 0 } parts
            ? new Hit(parts, 1, Sure: false)
            : null;

    /// <summary>Every place of the hits once, without a district's name that only says where the other place is.</summary>
    private static List<Place> Distinct(IEnumerable<Hit> hits, PlaceIndex index)
    {
        var all = hits.ToList();
        var places = new List<Place>();
        foreach (var hit in all)
        {
            var seat = hit.Words == 1 && index.IsNamedAsDistrict(hit.Places[0]) ? hit.Places[0] : null;
            var onlyWhere = seat is not null && all.Exists(other => other != hit && other.Places.All(place => place.District == seat.District));
            places.AddRange(onlyWhere ? [] : hit.Places.Except(places).ToList());
        }

        return places;
    }
}
