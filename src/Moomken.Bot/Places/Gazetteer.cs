using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Places;

/// <summary>All places, by id, by the words people use, and by position. Immutable, thread-safe.</summary>
public sealed class Gazetteer
{
    /// <summary>Farther than this the nearest town says nothing about where a report is from.</summary>
    public const double FarthestKilometres = 60;

    private const double EarthRadiusKilometres = 6371.0088;
    private const double KilometresPerDegree = 111.2;

    private readonly PlaceIndex index;
    private readonly PlaceFinder finder;

    public Gazetteer(IEnumerable<Place> places)
    {
        Places = [.. places];
        index = new PlaceIndex(Places);
        finder = new PlaceFinder(index);
    }

    public IReadOnlyList<Place> Places { get; }

    /// <summary>By P-code, centre number or station number; null when there is none.</summary>
    public Place? ById(string id) => index.ById(id);

    /// <summary>
    /// The place that some words name or mention, in Arabic or English, however it is spelt. Names that several places
    /// share are <see cref="PlaceMatch.Several"/>; so is what might be a typing error. Any text is allowed.
    /// </summary>
    /// <summary>How the place of a report is shown in a language: by its name there, else as it was written; null when none was given.</summary>
    public string? Shown(string? id, string? text, Tongue tongue) =>
        id is not null && ById(id) is { } place && place.Label(Tongue.Arabic) == text ? place.Label(tongue) : text;

    public PlaceMatch Find(string words) => finder.Find(words);

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
}
