using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Imports;

namespace Moomken.Bot.Places;

/// <summary>Reads single cells of an imported table of places; what is wrong with one is a fault of its row.</summary>
internal static class PlaceSheetCells
{
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

    public static PlaceStatus Status(ImportRow row) => row.OneOf(PlaceColumns.Status, PlaceStatus.Open, Statuses);

    /// <summary>"Station 1" alone is the name of a thousand stations: it carries its centre's.</summary>
    public static string Named(ImportRow row, string column, string between, string? centre)
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

    public static void CheckRegion(ImportRow row, Place? municipality)
    {
        var region = row.OneOf(PlaceColumns.Region, null, Regions);
        if (region is not null && municipality?.Region is { } actual && actual != region)
        {
            row.Fault(PlaceColumns.Region, $"the municipality is in {actual}. Mend one of the two, or leave the region blank.");
        }
    }

    /// <summary>Libya and a margin: latitude and longitude that were swapped fall outside.</summary>
    public static GeoPoint? Point(ImportRow row)
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
}
