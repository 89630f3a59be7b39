using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Imports;
using Moomken.Bot.People;
using Moomken.Bot.Places;
using PhoneNumbers;

namespace Moomken.Bot.Observers;

/// <summary>One observer as the list has them.</summary>
/// <param name="Name">As written.</param>
/// <param name="Phone">E.164: <c>+218912345678</c>.</param>
/// <param name="Post">The id of the station, centre or municipality.</param>
/// <param name="Role">Observer or trainer.</param>
/// <param name="Cohort">Null for none.</param>
/// <param name="Tongue">Null when the list does not say.</param>
public sealed record ListedObserver(string Name, string Phone, string Post, Role Role, string? Cohort, Tongue? Tongue);

/// <summary>Reads observers from an imported table.</summary>
public sealed class ObserverSheet
{
    /// <summary>Numbers without a country are Libyan.</summary>
    private const string Home = "LY";

    private const int LongestName = 120;
    private const int LongestCohort = 60;

    private readonly Gazetteer places;
    private readonly MunicipalityNames municipalities;
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);

    private ObserverSheet(Gazetteer places) => (this.places, municipalities) = (places, new MunicipalityNames(places));

    /// <summary>The observers of the rows; the faults are added to the table's.</summary>
    public static ImmutableArray<ListedObserver> Read(ImportTable table, Gazetteer places)
    {
        var sheet = new ObserverSheet(places);
        return [.. table.Rows.Select(sheet.Read)];
    }

    /// <summary>E.164, whatever digits and spaces it is written with; null when it is no number.</summary>
    public static string? Number(string written)
    {
        try
        {
            var phones = PhoneNumberUtil.GetInstance();
            var number = phones.Parse(Digits.ToAscii(Bidi.StripControls(written)), Home);
            return phones.IsValidNumber(number) ? phones.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>As people write a number (<c>091-2345678</c>), and as no spreadsheet takes it for a number to round.</summary>
    public static string Readable(string number)
    {
        var phones = PhoneNumberUtil.GetInstance();
        var parsed = phones.Parse(number, Home);
        return phones.Format(parsed, phones.GetRegionCodeForNumber(parsed) == Home ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
    }

    private ListedObserver Read(ImportRow row) => new(
        Named(row),
        Phone(row),
        Post(row),
        row.OneOf(ObserverColumns.Role, Role.Observer, ObserverColumns.Roles),
        Cohort(row),
        row.OneOf(ObserverColumns.Language, null, ObserverColumns.Languages));

    private static string Named(ImportRow row)
    {
        var name = row[ObserverColumns.Name];
        if (name.Length is 0 or > LongestName)
        {
            row.Fault(ObserverColumns.Name, $"every observer needs a name, of at most {LongestName} characters.");
        }

        return name;
    }

    private string Phone(ImportRow row)
    {
        if (Number(row[ObserverColumns.Phone]) is not { } phone)
        {
            row.Fault(ObserverColumns.Phone, row[ObserverColumns.Phone].Contains('E', StringComparison.OrdinalIgnoreCase)
                ? "the spreadsheet has rounded this number. Format the column as text and type it again."
                : "must be a phone number: 0912345678, or with the country: +216 20 123 456.");
            return "";
        }

        if (!lines.TryAdd(phone, row.Line))
        {
            row.Fault(ObserverColumns.Phone, $"this number is on line {lines[phone]} already. Each observer needs a number of their own.");
        }

        return phone;
    }

    private string Post(ImportRow row)
    {
        var station = row.Ascii(ObserverColumns.Station);
        if (station.Length == 0)
        {
            return Town(row);
        }

        if (places.ById(station) is not { } place)
        {
            row.Fault(ObserverColumns.Station, "no station or centre has this id. Import the places first, or leave it blank and fill the municipality.");
            return "";
        }

        if (place.Status == PlaceStatus.Closed)
        {
            row.Fault(ObserverColumns.Station, "this station is closed. Give another.");
        }

        if (row[ObserverColumns.Municipality].Length > 0 && municipalities.Read(row, ObserverColumns.Municipality) is { } town && town.Id != place.MunicipalityId)
        {
            row.Fault(ObserverColumns.Municipality, "the station is in another municipality.");
        }

        return place.Id;
    }

    private string Town(ImportRow row)
    {
        if (row[ObserverColumns.Municipality].Length == 0)
        {
            row.Fault(row.Has(ObserverColumns.Station) ? ObserverColumns.Station : ObserverColumns.Municipality, "every observer needs a station or a municipality.");
            return "";
        }

        return municipalities.Read(row, ObserverColumns.Municipality)?.Id ?? "";
    }

    private static string? Cohort(ImportRow row)
    {
        var cohort = row[ObserverColumns.Cohort];
        if (cohort.Length > LongestCohort)
        {
            row.Fault(ObserverColumns.Cohort, $"at most {LongestCohort} characters.");
        }

        return cohort.Length > 0 ? cohort : null;
    }
}
