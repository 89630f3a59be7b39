using Microsoft.Extensions.Time.Testing;
using Moomken.Bot.Audit;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Incidents;
using Moomken.Bot.Tests.Support;
using Xunit;

namespace Moomken.Bot.Tests.Incidents;

/// <summary>A store with reports, and people whose names, phones and chats must not come out by accident.</summary>
internal sealed class ExportWorld
{
    public static readonly string[] Canaries = ["فاطمة القناري", "+218912345678", "telegram/551234567"];

    public static readonly ExportLeave Leave = new("command line", "lead", "مراجعة قانونية");

    public static readonly IncidentCatalogue Catalogue =
        IncidentCatalogueReader.Read(Repository.Read("content/incidents.yaml"), "content/incidents.yaml").Catalogue!;

    private int made;

    public ExportWorld()
    {
        Ids = new IdSource(Time, new Random(7).NextBytes);
        Sources = new ExportSources
        {
            Catalogue = Catalogue,
            Reporter = id =>
            {
                Opened.Add(id);
                return new ReporterIdentity(Canaries[0], Canaries[1], Canaries[2]);
            },
            PlacePoint = place => place == "LY010102" ? new GeoPoint(32.7594, 22.6383) : null,
        };
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public FakeStore Store { get; } = new();

    public IdSource Ids { get; }

    public ExportSources Sources { get; init; }

    /// <summary>The people whose identity was opened.</summary>
    public List<string> Opened { get; } = [];

    public async Task<Incident> Add(Func<IncidentVersion, IncidentVersion>? change = null, Func<Incident, Incident>? about = null)
    {
        var at = Time.GetUtcNow();
        var version = new IncidentVersion
        {
            Number = 1,
            At = at,
            Source = "report",
            Category = "VIO",
            Subtype = "VIO-1",
            Severity = 4,
            PlaceId = "LY010102",
            PlaceText = "درنة",
            Region = "East",
            Text = "مسلحون أمام المركز",
            Evidence = ["01ARZ3NDEKTSV4RRFFQ69G5FAV"],
        };
        var incident = new Incident
        {
            Id = Ids.Next(),
            Code = $"ABCD{made++:D4}",
            Reporter = ReporterKind.Observer,
            ReporterId = "person-1",
            Channel = "telegram",
            CreatedAt = at,
            Versions = [change?.Invoke(version) ?? version],
        };
        incident = about?.Invoke(incident) ?? incident;
        await Store.WriteAsync(tx =>
        {
            tx.Put(Incident.Documents, incident);
            return true;
        });
        return incident;
    }

    public Task<IncidentExport> Export(ExportRequest? request = null) =>
        IncidentExport.Prepare(Store, Ids, Time, Sources, request ?? new ExportRequest(), TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<AuditLine>> Audit() => Store.ReadAsync(reader => reader.Scan(AuditLine.Documents, 10));

    public static string? Value(ExportRow row, string column) => ExportColumn.All.Single(one => one.Id == column).Value(row)?.ToString();
}
