using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Places;

/// <summary>The look-up tables behind <see cref="PlaceFinder"/>; built once, read by many threads.</summary>
internal sealed class PlaceIndex
{
    private readonly Dictionary<string, Place> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Place>> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Place>> byWord = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Key, Place Place)>> bySkeleton = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<(string Key, Place Place)>> municipalityKeys = [];
    private readonly Dictionary<string, List<Place>> namesakes = new(StringComparer.Ordinal);
    private readonly HashSet<string> namedAsDistrict = new(StringComparer.Ordinal);

    public PlaceIndex(IReadOnlyList<Place> places)
    {
        foreach (var place in places)
        {
            byId[place.Id] = place;
            foreach (var name in place.OtherNames.Prepend(place.NameEnglish).Prepend(place.NameArabic))
            {
                AddName(place, ArabicText.Words(ArabicText.Fold(name)));
            }
        }

        foreach (var place in places.Where(place => place.Kind == PlaceKind.Municipality))
        {
            AddNamesakes(place, places);
        }
    }

    public Place? ById(string id) => byId.GetValueOrDefault(id);

    public IReadOnlyList<Place> ByKey(string key) => byKey.TryGetValue(key, out var found) ? found : [];

    /// <summary>Municipalities with this word in a longer name.</summary>
    public IReadOnlyList<Place> ByWord(string key) => byWord.TryGetValue(key, out var found) ? found : [];

    public IReadOnlyList<(string Key, Place Place)> BySkeleton(string skeleton) =>
        bySkeleton.TryGetValue(skeleton, out var found) ? found : [];

    /// <summary>A place whose name alone is also part of others' names (الزاوية): all of them; otherwise none.</summary>
    public IReadOnlyList<Place> Namesakes(Place place) => namesakes.TryGetValue(place.Id, out var found) ? found : [];

    /// <summary>True when the name is the district's as well, so that beside another place of the district it only says where that is.</summary>
    public bool IsNamedAsDistrict(Place place) => namedAsDistrict.Contains(place.Id);

    /// <summary>Municipalities with a name one keystroke away.</summary>
    public IEnumerable<Place> OneKeystrokeFrom(string key)
    {
        for (var length = key.Length - 1; length <= key.Length + 1; length++)
        {
            foreach (var (name, place) in municipalityKeys.GetValueOrDefault(length) ?? [])
            {
                if (EditDistance.IsOne(key, name))
                {
                    yield return place;
                }
            }
        }
    }

    private void AddName(Place place, List<string> words)
    {
        var key = PlaceKeys.Of(words);
        if (key.Length < 2 || ByKey(key).Contains(place))
        {
            return;
        }

        Add(byKey, key, place);
        AddJoined(place, words);
        if (place.Kind != PlaceKind.Municipality)
        {
            return;
        }

        Add(municipalityKeys, key.Length, (key, place));
        if (PlaceKeys.IsLatin(words[0]))
        {
            Add(bySkeleton, PlaceKeys.Skeleton(key), (key, place));
        }
        else if (place.District.Length > 0 && key == PlaceKeys.Of(place.District))
        {
            namedAsDistrict.Add(place.Id);
        }

        foreach (var word in words.Count > 1 ? words.Select(PlaceKeys.OfWord).Distinct() : [])
        {
            if (word.Length > 2 && !ByWord(word).Contains(place))
            {
                Add(byWord, word, place);
            }
        }
    }

    /// <summary>The name written as one word, where ال stays inside: سوقالجمعة.</summary>
    private void AddJoined(Place place, List<string> words)
    {
        var joined = PlaceKeys.OfWord(string.Concat(words));
        if (words.Count > 1 && !ByKey(joined).Contains(place))
        {
            Add(byKey, joined, place);
        }
    }

    private void AddNamesakes(Place place, IReadOnlyList<Place> places)
    {
        var key = PlaceKeys.Of(place.NameArabic);
        var others = places
            .Where(other => other != place && other.Kind == PlaceKind.Municipality)
            .Where(other => ArabicText.Words(ArabicText.Fold(other.NameArabic)).Exists(word => PlaceKeys.OfWord(word) == key))
            .ToList();
        if (others.Count > 0)
        {
            namesakes[place.Id] = [place, .. others];
        }
    }

    private static void Add<TKey, TValue>(Dictionary<TKey, List<TValue>> table, TKey key, TValue value)
        where TKey : notnull
    {
        if (!table.TryGetValue(key, out var list))
        {
            table[key] = list = [];
        }

        list.Add(value);
    }
}
