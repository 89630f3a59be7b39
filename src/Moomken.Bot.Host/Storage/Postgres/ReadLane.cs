namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>A thread with a connection for works that only read. Those that wait together see one and the same moment.</summary>
internal sealed class ReadLane(PostgresParts parts, WorkQueue queue) : IDisposable
{
    private const int Together = 16;

    private readonly LaneConnection connection = new(parts, Statements.BeginRead);

    public void Run()
    {
        var works = new List<WaitingWork>(Together);
        while (queue.Take(works, Together))
        {
            var fault = RunAll(works) is { IsRefusal: false } ? RunAll(works) : null;
            var unavailable = fault is null ? null : DatabaseFault.Describe(fault, parts.Place);
            parts.Problem = unavailable?.Message ?? parts.Problem;
            works.ForEach(work => work.Complete(unavailable));
            queue.Release(works);
            works.Clear();
        }
    }

    public void Dispose() => connection.Dispose();

    private DatabaseFault? RunAll(List<WaitingWork> works)
    {
        try
        {
            connection.Open();
            var transaction = new WorkTransaction(parts.Documents(connection), parts.Format);
            works.ForEach(work => work.Run(transaction));
            var fault = connection.Fault;
            connection.Rollback();
            return fault;
        }
        catch (DatabaseFault fault)
        {
            connection.GiveUp();
            return fault;
        }
    }
}
