using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.Places;

/// <summary>Reads single cells of the files of <c>content/places</c>; what is wrong with one is a fault of its row.</summary>
internal static class PlaceCells
{
    public static string Name(PlaceRow row)
    {
        if (row["name_ar"].Length == 0)
        {
            row.Fault("The Arabic name (name_ar) is empty. It is what people see.");
        }

        return row["name_ar"];
    }

    public static PlaceStatus Status(PlaceRow row)
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
    public static GeoPoint? Point(PlaceRow row)
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

    public static ImmutableArray<string> Split(string list) =>
        [.. list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
