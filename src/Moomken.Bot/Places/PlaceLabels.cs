using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Places;

/// <summary>Names of places that stand beside one another: two schools of the same name are told apart by their municipality.</summary>
internal static class PlaceLabels
{
    public static string Of(Gazetteer places, Place place, IReadOnlyCollection<Place> among, Tongue tongue)
    {
        var label = place.Label(tongue);
        var shared = among.Any(other => other.Id != place.Id && ArabicText.FoldPhrase(other.Label(tongue)) == ArabicText.FoldPhrase(label));
        if (!shared)
        {
            return label;
        }

        var sameTown = among.Any(other => other.Id != place.Id && other.MunicipalityId == place.MunicipalityId);
        var town = sameTown ? place.Id : places.ById(place.MunicipalityId)?.Label(tongue) ?? place.Id;
        return $"{label} ({(sameTown ? Bidi.Ltr(town) : town)})";
    }
}
