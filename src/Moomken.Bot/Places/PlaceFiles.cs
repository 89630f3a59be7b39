using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.Places;

/// <summary>
/// Reads <c>municipalities.csv</c> and the optional <c>stations.csv</c>. All faults are collected, so that whoever edits
/// the files mends them in one go.
/// </summary>
public sealed class PlaceFiles
{
    public const string Municipalities = "municipalities.csv";
    public const string Stations = "stations.csv";

    private static readonly string[] MunicipalityColumns = ["code", "name_ar", "name_en", "region", "lat", "lon", "alt_names"];
    private static readonly string[] StationColumns = ["id", "name_ar", "municipality_code", "centre_id"];
    private static readonly string[] Regions = ["East", "West", "South", ""];

    private readonly Dictionary<string, Place> places = new(StringComparer.Ordinal);
    private readonly List<PlaceFault> faults = [];

    private PlaceFiles()
    {
    }

    /// <summary>
    /// Reads a folder. Rows with faults are left out; with any fault the caller should refuse to start, since a missing
    /// station is a report that nobody can place.
    /// </summary>
    public static (Gazetteer Gazetteer, ImmutableArray<PlaceFault> Faults) Load(string folder)
    {
        var file = Path.Combine(folder, Municipalities);
        if (!File.Exists(file))
        {
            return (new Gazetteer([]), [new PlaceFault(Municipalities, 0, $"The file is missing from the folder '{folder}'. Put it there, or set Moomken__ContentDirectory.")]);
        }

        var stations = Path.Combine(folder, Stations);
        return Parse(File.ReadAllText(file), File.Exists(stations) ? File.ReadAllText(stations) : null);
    }

    /// <summary>As <see cref="Load"/>, from the texts of the two files.</summary>
    public static (Gazetteer Gazetteer, ImmutableArray<PlaceFault> Faults) Parse(string municipalities, string? stations)
    {
        var reader = new PlaceFiles();
        foreach (var row in PlaceRow.ReadAll(Municipalities, municipalities, MunicipalityColumns, reader.faults))
        {
            reader.Keep(row, Municipality(row));
        }

        if (stations is not null)
        {
            reader.ReadStations(stations);
        }

        return (new Gazetteer(reader.places.Values), [.. reader.faults]);
    }

    /// <summary>Centres first, whatever their order in the file: a station must find its centre.</summary>
    private void ReadStations(string text)
    {
        var rows = PlaceRow.ReadAll(Stations, text, StationColumns, faults);
        foreach (var row in rows.OrderBy(row => row["centre_id"].Length > 0))
        {
            Keep(row, Station(row));
        }
    }

    private void Keep(PlaceRow row, Place place)
    {
        if (place.Id.Length == 0)
        {
            row.Fault("The id is empty. Every place needs one.");
        }
        else if (!places.TryAdd(place.Id, place))
        {
            row.Fault($"The id '{place.Id}' is there already. Ids are unique over both files.");
        }
    }

    private static Place Municipality(PlaceRow row)
    {
        if (!Regions.Contains(row["region"]))
        {
            row.Fault($"The region '{row["region"]}' is unknown. Write East, West or South, or leave it blank.");
        }

        return new Place
        {
            Id = row["code"],
            Kind = PlaceKind.Municipality,
            NameArabic = Name(row),
            NameEnglish = row["name_en"],
            Region = row["region"] is { Length: > 0 } region ? region : null,
            District = row["mantika"],
            MunicipalityId = row["code"],
            OtherNames = Split(row["alt_names"]),
            Everyday = row["everyday"] == "yes",
            Point = Point(row),
        };
    }

    private Place Station(PlaceRow row)
    {
        var municipality = places.GetValueOrDefault(row["municipality_code"]);
        if (municipality is not { Kind: PlaceKind.Municipality })
        {
            row.Fault($"The municipality '{row["municipality_code"]}' is not in {Municipalities}. Use a code of its first column.");
        }

        var centre = row["centre_id"];
        if (centre.Length > 0 && places.GetValueOrDefault(centre) is not { Kind: PlaceKind.Centre })
        {
            row.Fault($"The centre '{centre}' has no row of its own. Add a row with this id and a blank centre_id.");
        }

        return new Place
        {
            Id = row["id"],
            Kind = centre.Length > 0 ? PlaceKind.Station : PlaceKind.Centre,
            NameArabic = Name(row),
            NameEnglish = row["name_en"],
            Region = municipality?.Region,
            District = municipality?.District ?? "",
            MunicipalityId = row["municipality_code"],
            CentreId = centre.Length > 0 ? centre : null,
            Status = Status(row),
            Tags = Split(row["tags"]),
            Point = Point(row) ?? (centre.Length > 0 ? places.GetValueOrDefault(centre)?.Point : null),
        };
    }

    private static string Name(PlaceRow row)
    {
        if (row["name_ar"].Length == 0)
        {
            row.Fault("The Arabic name (name_ar) is empty. It is what people see.");
        }

        return row["name_ar"];
    }

    private static PlaceStatus Status(PlaceRow row)
    {
        PlaceStatus? status = row["status"].ToLowerInvariant() switch
        {
            "" or "open" => PlaceStatus.Open,
            "closed" => PlaceStatus.Closed,
            "moved" => PlaceStatus.Moved,
            _ => null,
        };
        if (status is null)
        {
            row.Fault($"The status '{row["status"]}' is unknown. Write open, closed or moved, or leave it blank.");
        }

        return status ?? PlaceStatus.Open;
    }

    /// <summary>Libya and a margin: latitude and longitude that were swapped fall outside.</summary>
    private static GeoPoint? Point(PlaceRow row)
    {
        var (latitude, longitude) = (row["lat"], row["lon"]);
        if (latitude.Length == 0 && longitude.Length == 0)
        {
            return null;
        }

        var style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (double.TryParse(latitude, style, CultureInfo.InvariantCulture, out var lat)
            && double.TryParse(longitude, style, CultureInfo.InvariantCulture, out var lon)
            && lat is > 19 and < 34 && lon is > 9 and < 26)
        {
            return new GeoPoint(lat, lon);
        }

        row.Fault($"The point '{latitude}', '{longitude}' is not in Libya. Write degrees with a decimal point: lat 19 to 34, lon 9 to 26, or leave both blank.");
        return null;
    }

    private static ImmutableArray<string> Split(string list) =>
        [.. list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
