using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Incidents;

/// <summary>A report of something that happened. Versioned: an addition is a new version and the old ones stay.</summary>
public sealed record Incident
{
    public static readonly DocumentKind<Incident> Documents = new(
        "incidents",
        incident => incident.Id,
        IncidentJson.Default.Incident,
        new DocumentIndex<Incident>("code", incident => incident.Code),
        new DocumentIndex<Incident>("reporter", incident => incident.ReporterId));

    public required string Id { get; init; }

    /// <summary>8 characters, shown as <c>XXXX-XXXX</c>; the same on every channel, for ever.</summary>
    public required string Code { get; init; }

    public required ReporterKind Reporter { get; init; }

    /// <summary>The reporting person's id; null for an anonymous report and after the person's data was deleted.</summary>
    public string? ReporterId { get; init; }

    /// <summary>True when a citizen said that we may get in touch. Observers can always be reached.</summary>
    public bool MayContact { get; init; }

    public required string Channel { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public IncidentState State { get; init; } = IncidentState.Received;

    public required ImmutableArray<IncidentVersion> Versions { get; init; }

    [JsonIgnore]
    public IncidentVersion Latest => Versions[^1];

    [JsonIgnore]
    public string ShownCode => CaseCode.Shown(Code);
}

/// <summary>One wording of a report.</summary>
public sealed record IncidentVersion
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>report, addition or correction.</summary>
    public required string Source { get; init; }

    /// <summary>Category code of the catalogue (<c>VIO</c>); null when the person did not say.</summary>
    public string? Category { get; init; }

    /// <summary>Subtype id (<c>VIO-1</c>); null when the person did not say.</summary>
    public string? Subtype { get; init; }

    /// <summary>1 low, 2 medium, 3 high, 4 critical.</summary>
    public required int Severity { get; init; }

    /// <summary>Municipality code or station id; null when unknown or written freely.</summary>
    public string? PlaceId { get; init; }

    /// <summary>The place as it is shown, or as the person wrote it.</summary>
    public string? PlaceText { get; init; }

    /// <summary>East, West or South: of the place, or else of the post; null when both are unknown.</summary>
    public string? Region { get; init; }

    /// <summary>The station where the observer who called for help works; not where it happens. Null for anybody else, and after the person's data was deleted.</summary>
    public string? Post { get; init; }

    public GeoPoint? Point { get; init; }

    /// <summary>When it happened, as far as it is known.</summary>
    public DateTimeOffset? HappenedAt { get; init; }

    /// <summary>The person's own words for the time, where they could not be read as one.</summary>
    public string? HappenedText { get; init; }

    public string? Text { get; init; }

    /// <summary>Ids of <see cref="Evidence.EvidenceItem"/>.</summary>
    public ImmutableArray<string> Evidence { get; init; } = [];

    /// <summary>The person said that they were not safe.</summary>
    public bool InDanger { get; init; }

    /// <summary>The message of a one-line report as it was typed, so that nobody depends on how it was read; null for any other.</summary>
    public string? Typed { get; init; }

    /// <summary>True when the person went silent before sending and the report was kept as it stood.</summary>
    public bool Unfinished { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<ReporterKind>))]
public enum ReporterKind
{
    Observer,
    Citizen,
}

/// <summary>How far a report has come; the reporter sees it with <c>/status</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IncidentState>))]
public enum IncidentState
{
    Received,
    NeedsInfo,
    UnderVerification,
    Verified,
    PartlyVerified,
    NotVerified,
    False,
    Escalated,
    Closed,
}

[JsonSerializable(typeof(Incident))]
internal sealed partial class IncidentJson : JsonSerializerContext;
