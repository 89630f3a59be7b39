using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Moomken.Bot.Audit;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Incidents;

/// <summary>
/// An export, ready to be written in any format: its columns, how many rows, and the rows, which are read page by page while they are
/// written. Where it names people, the audit line is durable before this exists, so there is no byte without a line.
/// </summary>
/// <param name="Request">What was asked for.</param>
/// <param name="MadeAt">What came in later is not in it.</param>
/// <param name="Columns">In their order.</param>
/// <param name="Count">Of the rows. What is deleted while they are written is missing from them.</param>
/// <param name="Rows">To be gone through once, by a thread that may wait for the store.</param>
public sealed record IncidentExport(ExportRequest Request, DateTimeOffset MadeAt, ImmutableArray<ExportColumn> Columns, int Count, IEnumerable<ExportRow> Rows)
{
    /// <summary>Libya keeps UTC+2 the whole year since 2013; days and shown times are hers.</summary>
    public static readonly TimeSpan LibyaTime = TimeSpan.FromHours(2);

    private const int Page = 200;

    /// <summary>Looks through what was asked for. Names need <see cref="ExportRequest.Names"/> with every part given, else <see cref="ArgumentException"/>.</summary>
    public static async Task<IncidentExport> Prepare(
        IStore store, IdSource ids, TimeProvider time, ExportSources sources, ExportRequest request, CancellationToken cancellation)
    {
        if (request.Names is { } leave && (string.IsNullOrWhiteSpace(leave.Who) || string.IsNullOrWhiteSpace(leave.Role) || string.IsNullOrWhiteSpace(leave.Reason)))
        {
            throw new ArgumentException("An export with names needs who, a role and a reason.", nameof(request));
        }

        var now = time.GetUtcNow();
        var count = 0;
        await foreach (var (_, versions) in ReadAsync(store, request, now, cancellation))
        {
            count += versions.Length;
        }

        if (request.Names is { } given)
        {
            var line = new AuditLine(ids.Next(), now, given.Who, given.Role, $"export incidents: {request.Description}", given.Reason, count);
            await store.WriteAsync(
                tx =>
                {
                    tx.Put(AuditLine.Documents, line, expectedVersion: 0);
                    return true;
                },
                cancellation);
        }

        var rows = ReadAsync(store, request, now, cancellation).ToBlockingEnumerable(cancellation)
            .SelectMany(found => found.Versions.Select(version => new ExportRow(found.Incident, version, request, sources)));
        return new IncidentExport(request, now, [.. ExportColumn.All.Where(column => request.Names is not null || !column.Names)], count, rows);
    }

    // Twice the same: a report or an addition that comes in between is of a later moment.
    private static async IAsyncEnumerable<(Incident Incident, ImmutableArray<IncidentVersion> Versions)> ReadAsync(
        IStore store, ExportRequest request, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var (after, more) = ((string?)null, true); more;)
        {
            var last = after;
            var page = await store.ReadAsync(reader => reader.Scan(Incident.Documents, Page, last), cancellation);
            foreach (var incident in page.Where(incident => Within(incident.CreatedAt, request)))
            {
                ImmutableArray<IncidentVersion> versions = [.. incident.Versions.Where(version => version.At <= now)];
                yield return (incident, request.AllVersions || versions.Length < 2 ? versions : [versions[^1]]);
            }

            (after, more) = (page.Count == 0 ? null : page[^1].Id, page.Count == Page);
        }
    }

    private static bool Within(DateTimeOffset at, ExportRequest request)
    {
        var day = DateOnly.FromDateTime(at.ToOffset(LibyaTime).DateTime);
        return (request.Since is not { } since || day >= since) && (request.Until is not { } until || day <= until);
    }
}
