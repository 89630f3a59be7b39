using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Incidents;

/// <summary>One version of one report, with what its columns need.</summary>
public sealed class ExportRow(Incident incident, IncidentVersion version, ExportRequest request, ExportSources sources)
{
    /// <summary>Decimals of a degree without leave: two are about 1.1 km, a neighbourhood and not a house.</summary>
    public const int CoarseDecimals = 2;

    // Opened when it is written and not before: the audit line comes first.
    private readonly Lazy<ReporterIdentity?> identity = new(() =>
        request.Names is not null && MayBeContacted(incident) && incident.ReporterId is { } id ? sources.Reporter(id) : null);

    public Incident Incident => incident;

    public IncidentVersion Version => version;

    public Tongue Tongue => request.Tongue;

    public IncidentCategory? Category => sources.Catalogue.Category(version.Category);

    public IncidentSubtype? Subtype => sources.Catalogue.Subtype(version.Subtype);

    /// <summary>Observers can always be reached; a citizen only where they said so.</summary>
    public bool MayContact => MayBeContacted(incident);

    /// <summary>Null without leave, for an anonymous report, and for a citizen who did not want to be contacted.</summary>
    public ReporterIdentity? Identity => identity.Value;

    /// <summary>The shared location, else the place's; exact only with leave.</summary>
    public GeoPoint? Point => (version.Point ?? PlacePoint) is { } point && request.Names is null
        ? new GeoPoint(Math.Round(point.Latitude, CoarseDecimals), Math.Round(point.Longitude, CoarseDecimals))
        : version.Point ?? PlacePoint;

    public GeoPoint? PlacePoint => version.PlaceId is { } place ? sources.PlacePoint(place) : null;

    /// <summary>A person's own words; without leave their phone numbers and national numbers are masked.</summary>
    public string? Shown(string? words) => words is null || request.Names is not null ? words : PersonalNumbers.Mask(words);

    private static bool MayBeContacted(Incident incident) => incident.Reporter == ReporterKind.Observer || incident.MayContact;
}
