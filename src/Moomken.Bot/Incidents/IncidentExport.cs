using System.Collections.Immutable;
using Moomken.Bot.Audit;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Incidents;

/// <summary>
/// An export, ready to be written in any format: its columns, its rows and its notice. Where it names people, the audit
/// line is durable before this exists, so there is no byte without a line.
/// </summary>
public sealed record IncidentExport(ExportRequest Request, DateTimeOffset MadeAt, ImmutableArray<ExportColumn> Columns, IReadOnlyList<ExportRow> Rows)
{
    /// <summary>Libya keeps UTC+2 the whole year since 2013; days and shown times are hers.</summary>
    public static readonly TimeSpan LibyaTime = TimeSpan.FromHours(2);

    private const int Page = 200;

    /// <summary>Reads what was asked for. Names need <see cref="ExportRequest.Names"/> with every part given, else <see cref="ArgumentException"/>.</summary>
    public static async Task<IncidentExport> Prepare(
        IStore store, IdSource ids, TimeProvider time, ExportSources sources, ExportRequest request, CancellationToken cancellation)
    {
        if (request.Names is { } leave && (string.IsNullOrWhiteSpace(leave.Who) || string.IsNullOrWhiteSpace(leave.Role) || string.IsNullOrWhiteSpace(leave.Reason)))
        {
            throw new ArgumentException("An export with names needs who, a role and a reason.", nameof(request));
        }

        var columns = ExportColumn.All.Where(column => request.Names is not null || !column.Names);
        var export = new IncidentExport(request, time.GetUtcNow(), [.. columns], await ReadRows(store, sources, request, cancellation));
        if (request.Names is { } given)
        {
            var line = new AuditLine(ids.Next(), export.MadeAt, given.Who, given.Role, $"export incidents: {request.Description}", given.Reason, export.Rows.Count);
            await store.WriteAsync(
                tx =>
                {
                    tx.Put(AuditLine.Documents, line, expectedVersion: 0);
                    return true;
                },
                cancellation);
        }

        return export;
    }

    private static async Task<List<ExportRow>> ReadRows(IStore store, ExportSources sources, ExportRequest request, CancellationToken cancellation)
    {
        var rows = new List<ExportRow>();
        IReadOnlyList<Incident> page;
        string? after = null;
        do
        {
            page = await store.ReadAsync(reader => reader.Scan(Incident.Documents, Page, after), cancellation);
            foreach (var incident in page.Where(incident => Within(incident.CreatedAt, request)))
            {
                ImmutableArray<IncidentVersion> versions = request.AllVersions ? incident.Versions : [incident.Latest];
                rows.AddRange(versions.Select(version => new ExportRow(incident, version, request, sources)));
            }

            after = page.Count == 0 ? null : page[^1].Id;
        }
        while (page.Count == Page);

        return rows;
    }

    private static bool Within(DateTimeOffset at, ExportRequest request)
    {
        var day = DateOnly.FromDateTime(at.ToOffset(LibyaTime).DateTime);
        return (request.Since is not { } since || day >= since) && (request.Until is not { } until || day <= until);
    }
}
