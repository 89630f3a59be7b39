using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Places;

/// <summary>
/// All places, by id, by the words people use, and by position: those of the content folder, and those that were imported,
/// which may be exchanged while everything runs. Thread-safe: each call sees the places before or after an exchange.
/// </summary>
public sealed class Gazetteer
{
    /// <summary>Farther than this the nearest town says nothing about where a report is from.</summary>
    public const double FarthestKilometres = 60;

    private const double EarthRadiusKilometres = 6371.0088;
    private const double KilometresPerDegree = 111.2;

    private readonly IReadOnlyList<Place> fixedPlaces;
    private readonly HashSet<string> fixedIds;
    private volatile Known known;

    public Gazetteer(IEnumerable<Place> places)
    {
        fixedPlaces = [.. places];
        fixedIds = [.. fixedPlaces.Select(place => place.Id)];
        known = new Known(fixedPlaces, 0);
    }

    public IReadOnlyList<Place> Places => known.Places;

    /// <summary>The number of the import that the places are of; 0 before any.</summary>
    public long Edition => known.Edition;

    /// <summary>Takes these in the place of all that were imported before.</summary>
    public void Exchange(IEnumerable<Place> imported, long edition) => known = new Known([.. fixedPlaces, .. imported], edition);

    /// <summary>True for a place of the content folder: an import must not give its id to another.</summary>
    public bool IsFixed(string id) => fixedIds.Contains(id);

    /// <summary>By P-code, centre number or station number; null when there is none.</summary>
    public Place? ById(string id) => known.Index.ById(id);

    /// <summary>How the place of a report is shown in a language: by its name there, else as it was written; null when none was given.</summary>
    public string? Shown(string? id, string? text, Tongue tongue) =>
        id is not null && ById(id) is { } place && place.Label(Tongue.Arabic) == text ? place.Label(tongue) : text;

    /// <summary>
    /// The place that some words name or mention, in Arabic or English, however it is spelt. Names that several places
    /// share are <see cref="PlaceMatch.Several"/>; so is what might be a typing error. Any text is allowed.
    /// </summary>
    public PlaceMatch Find(string words) => known.Finder.Find(words);

    /// <summary>The other places of its parallel group.</summary>
    public IEnumerable<Place> InParallelWith(Place place) =>
        place.Parallel is { } group ? Places.Where(other => other.Parallel == group && other.Id != place.Id).OrderBy(other => other.Id, StringComparer.Ordinal) : [];

    /// <summary>Places whose number is one keystroke from this one: a digit more, less, another, or two that changed places.</summary>
    /// <param name="number">Digits.</param>
    public IEnumerable<Place> OneDigitFrom(string number) =>
        Places.Where(place => place.Id.All(char.IsAsciiDigit) && EditDistance.IsOne(place.Id, number)).OrderBy(place => place.Id, StringComparer.Ordinal);

    /// <summary>The nearest place with a known point within <see cref="FarthestKilometres"/>; null when there is none or the point is no place on Earth.</summary>
    /// <param name="point">Degrees, WGS 84.</param>
    /// <param name="kind">Only places of this kind; null for any.</param>
    public NearestPlace? Nearest(GeoPoint point, PlaceKind? kind = null)
    {
        NearestPlace? nearest = null;
        foreach (var place in Places)
        {
            if (place.Point is not { } other || (kind is not null && place.Kind != kind)
                || Math.Abs(other.Latitude - point.Latitude) * KilometresPerDegree > FarthestKilometres)
            {
                continue;
            }

            var distance = Kilometres(point, other);
            if (distance <= FarthestKilometres && (nearest is null || distance < nearest.Kilometres))
            {
                nearest = new NearestPlace(place, distance);
            }
        }

        return nearest;
    }

    /// <summary>Great-circle distance (haversine).</summary>
    public static double Kilometres(GeoPoint from, GeoPoint to)
    {
        var (latitude, longitude) = (Radians(to.Latitude - from.Latitude) / 2, Radians(to.Longitude - from.Longitude) / 2);
        var chord = Square(Math.Sin(latitude))
            + (Math.Cos(Radians(from.Latitude)) * Math.Cos(Radians(to.Latitude)) * Square(Math.Sin(longitude)));
        return 2 * EarthRadiusKilometres * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private static double Square(double value) => value * value;

    private sealed class Known
    {
        public Known(IReadOnlyList<Place> places, long edition)
        {
            (Places, Edition, Index) = (places, edition, new PlaceIndex(places));
            Finder = new PlaceFinder(Index);
        }

        public IReadOnlyList<Place> Places { get; }

        public long Edition { get; }

        public PlaceIndex Index { get; }

        public PlaceFinder Finder { get; }
    }
}
