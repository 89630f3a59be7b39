using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

// One batch of works, what is done between two, and what a fault of the files means for them.
internal sealed partial class StoreOwner
{
    // A commit larger than this would hold the thread too long; the works left over make the next one.
    private const long LargestCommit = 8 * 1024 * 1024;

    private void RunBatch(List<Work> works, ref int next)
    {
        var first = next;
        try
        {
            OpenAgain();
            var batch = new Batch(documents, format);
            while (next < works.Count && batch.Bytes < LargestCommit)
            {
                works[next++].Run(batch);
            }

            if (documents.Fault is { } fault)
            {
                throw fault;
            }

            var rows = batch.Rows;
            batch.Publish();
            files.Hand(rows, works.Take(first..next));
        }
        catch (Exception error)
        {
            var unavailable = GiveUp(error);
            next = works.Count;
            works.GetRange(first, next - first).ForEach(work => work.Complete(unavailable));
        }
    }

    private void OpenAgain()
    {
        if (files.Fault is { } fault)
        {
            GiveUp(fault);
        }

        if (files.Engine is null)
        {
            files.Reopen(Mode);
            documents.Use(files.Engine);
        }
    }

    /// <summary>What is committed already moves on into LiteDB and its data file.</summary>
    private void Upkeep(bool nobodyWaits, long checkpointPages)
    {
        if (files.Engine is null || files.Fault is not null)
        {
            return;
        }

        try
        {
            files.Apply(nobodyWaits);
            files.CheckpointFrom(checkpointPages);
            Volatile.Write(ref logPages, files.Engine.LogPages);
            Volatile.Write(ref movingProblem, null);
        }
        catch (Exception error)
        {
            // Nothing is lost: the journal has it.
            Volatile.Write(ref movingProblem, GiveUp(error).Message);
        }
    }

    private StoreUnavailableException GiveUp(Exception error)
    {
        var unavailable = StoreFault.Describe(error, place);
        Volatile.Write(ref problem, unavailable.Message);
        files.GiveUp();
        documents.Use(null);
        return unavailable;
    }
}
