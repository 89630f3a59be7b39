namespace Moomken.Bot.Places;

/// <summary>Turns the places that were found into an answer.</summary>
internal static class PlaceChoice
{
    /// <summary>More than this cannot be asked about on one screen.</summary>
    public const int MostAsked = 10;

    public static PlaceMatch Decide(IReadOnlyList<Place> found) =>
        Narrow(found) is [var only] ? new PlaceMatch.One(only) : Ask(Narrow(found));

    public static PlaceMatch Ask(IReadOnlyList<Place> places) =>
        places.Count == 0 ? new PlaceMatch.None() : new PlaceMatch.Several([.. places.Take(MostAsked)]);

    /// <summary>
    /// The most exact of what was said: stations and centres within the municipality that was named with them, and the
    /// centre alone when its stations have its name.
    /// </summary>
    public static IReadOnlyList<Place> Narrow(IReadOnlyList<Place> found)
    {
        var exact = found.Where(place => place.Kind != PlaceKind.Municipality).ToList();
        if (exact.Count == 0)
        {
            return found;
        }

        var towns = found.Where(place => place.Kind == PlaceKind.Municipality).Select(place => place.Id).ToHashSet();
        var inTown = exact.Where(place => towns.Contains(place.MunicipalityId)).ToList();
        var kept = inTown.Count > 0 ? inTown : exact;
        var ids = kept.Select(place => place.Id).ToHashSet();
        return kept.Where(place => place.CentreId is null || !ids.Contains(place.CentreId)).ToList();
    }
}
