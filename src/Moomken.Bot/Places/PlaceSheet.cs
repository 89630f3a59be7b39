using System.Collections.Immutable;
using Moomken.Bot.Imports;

namespace Moomken.Bot.Places;

/// <summary>
/// Reads centres and stations from an imported table. A row without a centre is a centre; a row with one is a station in
/// it, and the centre is in the same file or was imported before.
/// </summary>
public sealed class PlaceSheet
{
    private const int LongestId = 40;

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
        PlaceSheetCells.CheckRegion(row, municipality);
        var centre = Centre(row, municipality);
        var point = PlaceSheetCells.Point(row);
        return new Place
        {
            Id = id,
            Kind = row[PlaceColumns.Centre].Length > 0 ? PlaceKind.Station : PlaceKind.Centre,
            NameArabic = PlaceSheetCells.Named(row, PlaceColumns.NameArabic, "، ", centre?.NameArabic),
            NameEnglish = PlaceSheetCells.Named(row, PlaceColumns.NameEnglish, ", ", centre?.NameEnglish),
            Region = municipality?.Region,
            District = municipality?.District ?? "",
            MunicipalityId = municipality?.Id ?? "",
            CentreId = centre?.Id,
            Status = PlaceSheetCells.Status(row),
            MovedTo = row.Ascii(PlaceColumns.MovedTo) is { Length: > 0 } moved ? moved : null,
            Parallel = row[PlaceColumns.Parallel] is { Length: > 0 } group ? group : null,
            Tags = row.List(PlaceColumns.Tags),
            OtherNames = row.List(PlaceColumns.Aliases),
            Point = point ?? centre?.Point,
        };
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
