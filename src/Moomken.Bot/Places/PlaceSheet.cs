using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Imports;

namespace Moomken.Bot.Places;

/// <summary>
/// Reads centres and stations from an imported table. A row without a centre is a centre; a row with one is a station in
/// it, and the centre is in the same file or was imported before.
/// </summary>
public sealed class PlaceSheet
{
    private const int LongestId = 40;
    private const int LongestName = 120;

    private static readonly (PlaceStatus, string[])[] Statuses =
    [
        (PlaceStatus.Open, ["open", "مفتوح", "مفتوحة"]),
        (PlaceStatus.Closed, ["closed", "مغلق", "مغلقة", "مقفل"]),
        (PlaceStatus.Moved, ["moved", "منقول", "منقولة"]),
    ];

    private static readonly (string?, string[])[] Regions =
    [
        ("East", ["East", "شرق", "الشرق", "برقة"]),
        ("West", ["West", "غرب", "الغرب", "طرابلس"]),
        ("South", ["South", "جنوب", "الجنوب", "فزان"]),
    ];

    private readonly Gazetteer known;
    private readonly MunicipalityNames municipalities;
    private readonly Dictionary<string, Place> places = new(StringComparer.Ordinal);

    private PlaceSheet(Gazetteer known) => (this.known, municipalities) = (known, new MunicipalityNames(known));

    /// <summary>The places of the rows without faults; the faults are added to the table's.</summary>
    public static ImmutableArray<Place> Read(ImportTable table, Gazetteer known)
    {
        var sheet = new PlaceSheet(known);

        // Centres first, whatever their order in the file: a station must find its centre.
        foreach (var row in table.Rows.OrderBy(row => row[PlaceColumns.Centre].Length > 0))
        {
            sheet.Keep(row);
        }

        foreach (var row in table.Rows)
        {
            sheet.CheckMove(row);
        }

        return [.. sheet.places.Values];
    }

    private void Keep(ImportRow row)
    {
        var id = row.Ascii(PlaceColumns.Id);

        // Read in any case: a wrong id must not hide what else is wrong in the row.
        var place = Place(row, id);
        if (!IsId(id))
        {
            row.Fault(PlaceColumns.Id, $"every place needs an id: 1 to {LongestId} letters, digits, - or _.");
        }
        else if (known.IsFixed(id))
        {
            row.Fault(PlaceColumns.Id, "this id is in content/places already. Give it another, or take it out there.");
        }
        else if (!places.TryAdd(id, place))
        {
            row.Fault(PlaceColumns.Id, "this id is twice in the file.");
        }
    }

    private Place Place(ImportRow row, string id)
    {
        var municipality = municipalities.Read(row, PlaceColumns.Municipality);
        CheckRegion(row, municipality);
        var centre = Centre(row, municipality);
        var point = Point(row);
        return new Place
        {
            Id = id,
            Kind = row[PlaceColumns.Centre].Length > 0 ? PlaceKind.Station : PlaceKind.Centre,
            NameArabic = Named(row, PlaceColumns.NameArabic, "، ", centre?.NameArabic),
            NameEnglish = Named(row, PlaceColumns.NameEnglish, ", ", centre?.NameEnglish),
            Region = municipality?.Region,
            District = municipality?.District ?? "",
            MunicipalityId = municipality?.Id ?? "",
            CentreId = centre?.Id,
            Status = row.OneOf(PlaceColumns.Status, PlaceStatus.Open, Statuses),
            MovedTo = row.Ascii(PlaceColumns.MovedTo) is { Length: > 0 } moved ? moved : null,
            Parallel = row[PlaceColumns.Parallel] is { Length: > 0 } group ? group : null,
            Tags = row.List(PlaceColumns.Tags),
            OtherNames = row.List(PlaceColumns.Aliases),
            Point = point ?? centre?.Point,
        };
    }

    /// <summary>"Station 1" alone is the name of a thousand stations: it carries its centre's.</summary>
    private static string Named(ImportRow row, string column, string between, string? centre)
    {
        var name = row[column];
        if (name.Length > LongestName || (name.Length == 0 && column == PlaceColumns.NameArabic))
        {
            row.Fault(column, $"every place needs a name, of at most {LongestName} characters. It is what people see.");
        }

        return name.Length == 0 || string.IsNullOrEmpty(centre) || ArabicText.FoldPhrase(name).Contains(ArabicText.FoldPhrase(centre), StringComparison.Ordinal)
            ? name
            : $"{centre}{between}{name}";
    }

    private Place? Centre(ImportRow row, Place? municipality)
    {
        var id = row.Ascii(PlaceColumns.Centre);
        if (id.Length == 0)
        {
            return null;
        }

        var centre = places.GetValueOrDefault(id) ?? known.ById(id);
        if (centre is not { Kind: PlaceKind.Centre })
        {
            row.Fault(PlaceColumns.Centre, "no centre has this id. Add a row for the centre, with a blank centre.");
            return null;
        }

        if (municipality is not null && centre.MunicipalityId != municipality.Id)
        {
            row.Fault(PlaceColumns.Municipality, "the centre of this station is in another municipality.");
        }

        return centre;
    }

    private static void CheckRegion(ImportRow row, Place? municipality)
    {
        var region = row.OneOf(PlaceColumns.Region, null, Regions);
        if (region is not null && municipality?.Region is { } actual && actual != region)
        {
            row.Fault(PlaceColumns.Region, $"the municipality is in {actual}. Mend one of the two, or leave the region blank.");
        }
    }

    /// <summary>Libya and a margin: latitude and longitude that were swapped fall outside.</summary>
    private static GeoPoint? Point(ImportRow row)
    {
        if (row[PlaceColumns.Latitude].Length == 0 && row[PlaceColumns.Longitude].Length == 0)
        {
            return null;
        }

        var (latitude, longitude) = (row.Degrees(PlaceColumns.Latitude), row.Degrees(PlaceColumns.Longitude));
        if (latitude is > 19 and < 34 && longitude is > 9 and < 26)
        {
            return new GeoPoint(latitude.Value, longitude.Value);
        }

        if (latitude is not null && longitude is not null)
        {
            row.Fault(PlaceColumns.Latitude, "the point is not in Libya: lat is 19 to 34, lon 9 to 26. Were the two swapped?");
        }
        else if (row[PlaceColumns.Latitude].Length == 0 || row[PlaceColumns.Longitude].Length == 0)
        {
            row.Fault(PlaceColumns.Longitude, "lat and lon come together; leave both blank, or fill both.");
        }

        return null;
    }

    private void CheckMove(ImportRow row)
    {
        var to = row.Ascii(PlaceColumns.MovedTo);
        if (to.Length > 0 && !places.ContainsKey(to) && known.ById(to) is null)
        {
            row.Fault(PlaceColumns.MovedTo, "no place has this id.");
        }
    }

    private static bool IsId(string id) => id.Length is > 0 and <= LongestId && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
