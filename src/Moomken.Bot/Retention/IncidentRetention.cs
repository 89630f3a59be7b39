using System.Runtime.CompilerServices;
using Moomken.Bot.Duty;
using Moomken.Bot.Evidence;
using Moomken.Bot.Incidents;
using Moomken.Bot.Requests;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Retention;

/// <summary>Reports with their files and alerts, requests, and files that no report has.</summary>
public sealed class IncidentRetention(IStore store, IEvidenceFiles files)
{
    internal async IAsyncEnumerable<int> SweepAsync(RetentionRun run, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in Pages.Of(store, Incident.Documents, cancellation))
        {
            var old = page.Where(incident => incident.Latest.At < run.Oldest).ToList();
            run.Count("incidents", await RetentionPages.ChangeAsync(store, Incident.Documents, old, (transaction, found) => Remove(transaction, found, run), cancellation));
            run.FilesInUse.Add(page.Where(incident => incident.Latest.At >= run.Oldest).SelectMany(FilesOf));
            yield return page.Count;
        }

        await foreach (var looked in RetentionPages.RemoveOld(store, HandoverRequest.Documents, run, request => request.At < run.Oldest, cancellation))
        {
            yield return looked;
        }

        // An alert goes with what it was about.
        await foreach (var looked in RetentionPages.RemoveWhere(store, DutyAlert.Documents, run, IsAboutNothing, cancellation))
        {
            yield return looked;
        }
    }

    /// <summary>After conversations and incidents were looked at: what neither of them has belongs to a report that was given up.</summary>
    internal async IAsyncEnumerable<int> SweepFilesAsync(RetentionRun run, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in Pages.Of(store, EvidenceItem.Documents, cancellation))
        {
            var left = page.Where(item => item.State != EvidenceState.Waiting && item.ReceivedAt < run.Now - RetentionRules.DraftFiles && !run.FilesInUse.Holds(item.Id)).ToList();

            // The file first: the other way round, a power cut between them would leave it for ever.
            left.ForEach(item => files.Delete(item.Id));
            run.Count("evidence", await RetentionPages.ChangeAsync(store, EvidenceItem.Documents, left, Delete, cancellation));
            yield return page.Count;
        }
    }

    private static IEnumerable<string> FilesOf(Incident incident) => incident.Versions.SelectMany(version => version.Evidence).Distinct();

    private static bool Delete(IStoreTransaction transaction, EvidenceItem item)
    {
        transaction.Delete(EvidenceItem.Documents, item.Id);
        return true;
    }

    /// <summary>
    /// What was added since the page was read keeps the report. Its files go after it, with <see cref="SweepFilesAsync"/>:
    /// deleted before this says yes, they would be lost to a report that stays.
    /// </summary>
    private static bool Remove(IStoreTransaction transaction, Incident incident, RetentionRun run)
    {
        if (incident.Latest.At >= run.Oldest)
        {
            run.FilesInUse.Add(FilesOf(incident));
            return false;
        }

        foreach (var id in FilesOf(incident).Where(id => transaction.Get(EvidenceItem.Documents, id) is { State: EvidenceState.Waiting }))
        {
            // It never came: there is no file that would have to go first.
            transaction.Delete(EvidenceItem.Documents, id);
        }

        transaction.Delete(Incident.Documents, incident.Id);
        return true;
    }

    private static bool IsAboutNothing(IStoreReader reader, DutyAlert alert) =>
        reader.Find(Incident.Documents, "code", alert.Code, 1).Count == 0 && reader.Find(HandoverRequest.Documents, "code", alert.Code, 1).Count == 0;
}
