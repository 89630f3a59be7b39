using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Places;

[JsonConverter(typeof(JsonStringEnumConverter<PlaceKind>))]
public enum PlaceKind
{
    Municipality,

    /// <summary>A polling centre, usually a school.</summary>
    Centre,

    /// <summary>A polling station: one room of a centre.</summary>
    Station,
}

[JsonConverter(typeof(JsonStringEnumConverter<PlaceStatus>))]
public enum PlaceStatus
{
    Open,
    Closed,
    Moved,
}

/// <summary>A municipality, polling centre or polling station.</summary>
public sealed record Place
{
    /// <summary>Only those that were imported; those of the content folder are read from there at every start.</summary>
    public static readonly DocumentKind<Place> Documents = new("places", place => place.Id, PlaceJson.Default.Place);

    /// <summary>P-code, centre number or station number: text, so that leading zeros stay.</summary>
    public required string Id { get; init; }

    public required PlaceKind Kind { get; init; }

    public required string NameArabic { get; init; }

    public required string NameEnglish { get; init; }

    /// <summary>East, West or South; null where it is not certain.</summary>
    public string? Region { get; init; }

    /// <summary>The district (mantika), in Arabic; empty for newer municipalities.</summary>
    public string District { get; init; } = "";

    /// <summary>The municipality that it is in; itself for a municipality.</summary>
    public required string MunicipalityId { get; init; }

    /// <summary>The centre of a station; null otherwise.</summary>
    public string? CentreId { get; init; }

    public PlaceStatus Status { get; init; } = PlaceStatus.Open;

    /// <summary>Where a moved place is now; null when it did not move or nobody said.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Stations with the same word here work in parallel (those of displaced people beside those of the town); null for none.</summary>
    public string? Parallel { get; init; }

    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Other spellings that people use.</summary>
    public ImmutableArray<string> OtherNames { get; init; } = [];

    /// <summary>The name is an everyday word as well (درج): inside a sentence it is only asked about.</summary>
    public bool Everyday { get; init; }

    /// <summary>Null where nobody knows it.</summary>
    public GeoPoint? Point { get; init; }

    public string Label(Tongue tongue) => tongue == Tongue.Arabic || NameEnglish.Length == 0 ? NameArabic : NameEnglish;
}

/// <summary>What written words say about a place.</summary>
public abstract record PlaceMatch
{
    private PlaceMatch()
    {
    }

    public sealed record One(Place Place) : PlaceMatch;

    /// <summary>Ask which one. A single place here means "did you mean": a typing error, or a name that is an everyday word.</summary>
    public sealed record Several(ImmutableArray<Place> Places) : PlaceMatch;

    public sealed record None : PlaceMatch;
}

/// <param name="Place">The nearest place.</param>
/// <param name="Kilometres">As the crow flies.</param>
public sealed record NearestPlace(Place Place, double Kilometres);

/// <param name="File">Name of the file, without its folder.</param>
/// <param name="Line">From 1, the heading included.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record PlaceFault(string File, int Line, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Message}";
}

/// <summary>Grows with every import, so that every running service knows when to read the places again.</summary>
public sealed record PlaceEdition(long Number)
{
    /// <summary>There is one.</summary>
    public const string Id = "current";

    public static readonly DocumentKind<PlaceEdition> Documents = new("place_edition", _ => Id, PlaceJson.Default.PlaceEdition);
}

[JsonSerializable(typeof(Place))]
[JsonSerializable(typeof(PlaceEdition))]
internal sealed partial class PlaceJson : JsonSerializerContext;
