using System.Collections.Immutable;

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

        foreach (var row in rows.Where(row => row["moved_to"].Length > 0 && !places.ContainsKey(row["moved_to"])))
        {
            row.Fault($"The place '{row["moved_to"]}' that this one moved to is not in these files.");
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
            NameArabic = PlaceCells.Name(row),
            NameEnglish = row["name_en"],
            Region = row["region"] is { Length: > 0 } region ? region : null,
            District = row["mantika"],
            MunicipalityId = row["code"],
            OtherNames = PlaceCells.Split(row["alt_names"]),
            Everyday = row["everyday"] == "yes",
            Point = PlaceCells.Point(row),
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
            NameArabic = PlaceCells.Name(row),
            NameEnglish = row["name_en"],
            Region = municipality?.Region,
            District = municipality?.District ?? "",
            MunicipalityId = row["municipality_code"],
            CentreId = centre.Length > 0 ? centre : null,
            Status = PlaceCells.Status(row),
            MovedTo = row["moved_to"] is { Length: > 0 } moved ? moved : null,
            Parallel = row["parallel"] is { Length: > 0 } group ? group : null,
            Tags = PlaceCells.Split(row["tags"]),
            Point = PlaceCells.Point(row) ?? (centre.Length > 0 ? places.GetValueOrDefault(centre)?.Point : null),
        };
    }
}
