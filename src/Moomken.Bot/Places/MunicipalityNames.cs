using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Imports;

namespace Moomken.Bot.Places;

/// <summary>Reads the municipality that a cell names: by its code, or by one of its names, whole and in any spelling.</summary>
public sealed class MunicipalityNames
{
    private readonly Gazetteer places;
    private readonly ILookup<string, Place> byName;

    public MunicipalityNames(Gazetteer places)
    {
        this.places = places;
        byName = places.Places.Where(place => place.Kind == PlaceKind.Municipality)
            .SelectMany(place => place.OtherNames.Prepend(place.NameEnglish).Prepend(place.NameArabic).Select(ArabicText.FoldPhrase).Distinct().Select(name => (name, place)))
            .ToLookup(pair => pair.name, pair => pair.place);
    }

    /// <summary>Null, with a fault in the row, when there is none or more than one.</summary>
    public Place? Read(ImportRow row, string column)
    {
        var found = Find(row[column]);
        if (found.Count == 1)
        {
            return found[0];
        }

        row.Fault(column, found.Count == 0
            ? "no municipality has this code or name (content/places/municipalities.csv)."
            : $"several municipalities have this name; write the code: {string.Join(", ", found.Select(place => place.Id))}.");
        return null;
    }

    public IReadOnlyList<Place> Find(string written) => places.ById(Digits.ToAscii(written).ToUpperInvariant()) is { Kind: PlaceKind.Municipality } coded
        ? [coded]
        : [.. byName[ArabicText.FoldPhrase(written)].Distinct()];
}
