using Moomken.Bot.Conversations;

namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// A thread with a connection: takes all works that wait, runs them in one transaction, and tells their callers when the commit
/// is on disk. While it waits for the disk, the other lanes collect and run theirs.
/// </summary>
internal sealed class WriteLane(PostgresParts parts, WorkQueue queue) : IDisposable
{
    /// <summary>From the second try on everything that the works touch is locked beforehand; only a crowd of new documents can still collide.</summary>
    private const int MostTries = 25;

    private readonly LaneConnection connection = new(parts, Statements.Begin);

    public void Run()
    {
        var works = new List<WaitingWork>(parts.Options.MaxBatch);
        while (queue.Take(works, parts.Options.MaxBatch))
        {
            parts.Counters.AddWorks(works.Count);
            try
            {
                RunToEnd(works);
            }
            finally
            {
                queue.Release(works);
                works.Clear();
            }
        }
    }

    public void Dispose() => connection.Dispose();

    private void RunToEnd(IReadOnlyList<WaitingWork> works)
    {
        var fault = Commit(works);
        if (fault is { IsRefusal: true } && works.Count > 1)
        {
            // One of them does what the database refuses: alone, it hurts no neighbour.
            foreach (var work in works)
            {
                RunToEnd([work]);
            }

            return;
        }

        var unavailable = fault is null ? null : DatabaseFault.Describe(fault, parts.Place);
        parts.Problem = unavailable?.Message;
        foreach (var work in works)
        {
            work.Complete(unavailable);
        }
    }

    /// <summary>Null when it is committed, or there was nothing to commit.</summary>
    private DatabaseFault? Commit(IReadOnlyList<WaitingWork> works)
    {
        var plan = Plan(works);
        for (var tries = 1; ; tries++)
        {
            var attempt = new Attempt(parts, connection, plan);
            try
            {
                attempt.Run(works);
                return null;
            }
            catch (DatabaseFault fault)
            {
                if (!GoesOn(attempt, fault, tries, out var ending))
                {
                    return ending;
                }
            }

            plan = attempt.Touched;
        }
    }

    private bool GoesOn(Attempt attempt, DatabaseFault fault, int tries, out DatabaseFault? ending)
    {
        ending = fault;
        if (fault.IsRefusal)
        {
            parts.Counters.AddConflict();
            connection.Rollback();
            return fault.IsConflict && tries < MostTries;
        }

        var mayBeStale = connection.WasUsed && tries == 1;
        connection.GiveUp();
        if (attempt.Stamp is not { } stamp)
        {
            return mayBeStale;
        }

        parts.Counters.AddLost();
        switch (parts.Lost.WasCommitted(stamp))
        {
            case true:
                attempt.Committed();
                ending = null;
                return false;
            case false:
                return mayBeStale;
            default:
                return false;
        }
    }

    /// <summary>What the works will surely ask for: their conversation, and what its last turn asked for.</summary>
    private HashSet<DocumentKey> Plan(IReadOnlyList<WaitingWork> works)
    {
        var plan = new HashSet<DocumentKey>();
        foreach (var work in works.Where(work => work.Conversation.Length > 0))
        {
            plan.Add(new DocumentKey(Conversation.Documents.Name, work.Conversation));
            plan.UnionWith(parts.Memory.ReadsOf(work.Conversation));
        }

        return plan;
    }
}
