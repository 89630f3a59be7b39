using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Incidents;

/// <summary>What an export should hold.</summary>
public sealed record ExportRequest
{
    public Tongue Tongue { get; init; } = Tongue.Arabic;

    /// <summary>First day on which a report came in, in Libya; null for no limit.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Last day on which a report came in, in Libya, that day included; null for no limit.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Every version of every report instead of the latest.</summary>
    public bool AllVersions { get; init; }

    /// <summary>Who may see names, contacts and exact places; null for an export without them.</summary>
    public ExportLeave? Names { get; init; }

    /// <summary>The filter in words, for the notice of the export and for the audit; no personal data.</summary>
    public string Description => string.Join(
        ", ",
        Since is { } since ? $"since {since:yyyy-MM-dd}" : "from the beginning",
        Until is { } until ? $"until {until:yyyy-MM-dd}" : "to the end",
        AllVersions ? "all versions" : "latest versions",
        Names is null ? "without names" : "with names");
}

/// <summary>On whose authority names leave the service. All three are written to the audit.</summary>
public sealed record ExportLeave(string Who, string Role, string Reason);

/// <summary>Who a reporter is, opened. Null parts are not known.</summary>
/// <param name="Name">As the roster has it.</param>
/// <param name="Phone">E.164.</param>
/// <param name="Contact">Channel and user id there.</param>
public sealed record ReporterIdentity(string? Name, string? Phone, string? Contact);

/// <summary>What an export reads beside the reports.</summary>
public sealed record ExportSources
{
    public required IncidentCatalogue Catalogue { get; init; }

    /// <summary>Opens who a person is; asked only for an export with names, and never for somebody who did not want to be contacted.</summary>
    public required Func<string, ReporterIdentity?> Reporter { get; init; }

    /// <summary>Where a place lies, for reports without a shared location; null when it is not known.</summary>
    public Func<string, GeoPoint?> PlacePoint { get; init; } = _ => null;
}
