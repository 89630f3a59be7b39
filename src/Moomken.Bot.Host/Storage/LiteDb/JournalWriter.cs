using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// Makes batches durable on a thread of its own, so that the next batch is worked on while the last one flushes, and
/// tells their callers, in the order in which they were handed over. What waits goes to disk in one flush.
/// </summary>
internal sealed class JournalWriter
{
    private readonly Journal journal;
    private readonly TimeProvider time;
    private readonly StoreCounters counters;
    private readonly string place;
    private readonly Action written;
    private readonly Thread thread;
    private readonly object gate = new();
    private List<HandedBatch> waiting = [];
    private List<HandedBatch> writing = [];
    private bool closed;
    private bool busy;

    public JournalWriter(Journal journal, TimeProvider time, StoreCounters counters, string place, Action written)
    {
        (this.journal, this.time, this.counters, this.place, this.written) = (journal, time, counters, place, written);
        thread = new Thread(Run) { IsBackground = true, Name = "journal" };
        thread.Start();
    }

    /// <summary>Set for good by the first flush that failed; from then on every batch fails with it.</summary>
    public StoreUnavailableException? Fault { get; private set; }

    public void Hand(HandedBatch batch)
    {
        lock (gate)
        {
            if (!closed)
            {
                waiting.Add(batch);
                Monitor.PulseAll(gate);
                return;
            }
        }

        batch.Complete(Fault);
    }

    /// <summary>Returns when all that was handed over is durable, or has failed.</summary>
    public void Drain()
    {
        lock (gate)
        {
            while (busy || waiting.Count > 0)
            {
                Monitor.Wait(gate);
            }
        }
    }

    /// <summary>Finishes what was handed over and ends the thread.</summary>
    public void Finish()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }

        thread.Join();
    }

    private void Run()
    {
        while (Take())
        {
            Fault ??= Write();
            foreach (var batch in writing)
            {
                batch.Complete(Fault);
            }

            writing.Clear();
        }
    }

    private bool Take()
    {
        lock (gate)
        {
            busy = false;
            Monitor.PulseAll(gate);
            while (waiting.Count == 0 && !closed)
            {
                Monitor.Wait(gate);
            }

            (waiting, writing) = (writing, waiting);
            busy = writing.Count > 0;
            return busy;
        }
    }

    private StoreUnavailableException? Write()
    {
        try
        {
            var rows = writing.Sum(batch => batch.Rows.Count);
            if (rows == 0)
            {
                return null;
            }

            foreach (var batch in writing.Where(batch => batch.Rows.Count > 0))
            {
                journal.Active.Add(batch.Rows);
            }

            var start = time.GetTimestamp();
            journal.Active.Flush();
            counters.AddFsync(time.GetElapsedTime(start));
            counters.AddCommit(rows);
            written();
            return null;
        }
        catch (Exception error)
        {
            return StoreFault.Describe(error, place);
        }
    }
}

/// <summary>What one batch wrote, and who waits for it.</summary>
internal sealed record HandedBatch(IReadOnlyList<StoredRow> Rows, IReadOnlyList<Work> Works)
{
    public void Complete(Exception? fault)
    {
        foreach (var work in Works)
        {
            work.Complete(fault);
        }
    }
}
