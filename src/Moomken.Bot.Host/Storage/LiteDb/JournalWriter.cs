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
    private HandedRows waiting = new();
    private HandedRows writing = new();
    private bool closed;
    private bool busy;

    public JournalWriter(Journal journal, TimeProvider time, StoreCounters counters, string place, Action written)
    {
        (this.journal, this.time, this.counters, this.place, this.written) = (journal, time, counters, place, written);
        Length = journal.Active.Durable;
        thread = new Thread(Run) { IsBackground = true, Name = "journal" };
        thread.Start();
    }

    /// <summary>Bytes of this generation, those that wait included. Owner thread only.</summary>
    public long Length { get; private set; }

    /// <summary>Set for good by the first flush that failed; from then on every batch fails with it.</summary>
    public StoreUnavailableException? Fault { get; private set; }

    /// <summary>Takes what a batch wrote, and those who wait for it; tells where each row will lie.</summary>
    public void Hand(IReadOnlyList<StoredRow> rows, IEnumerable<Work> works, Action<UnappliedRow> placed)
    {
        lock (gate)
        {
            if (rows.Count > 0)
            {
                var frames = waiting.Frames;
                var before = frames.Length;
                JournalFrame.Write(frames, Length - before, journal.Turn, journal.Active.Generation, rows, placed);
                Length += frames.Length - before;
                waiting.Rows += rows.Count;
            }

            waiting.Works.AddRange(works);
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Returns when all that was handed over is durable, or has failed.</summary>
    public void Drain()
    {
        lock (gate)
        {
            while (busy || waiting.Works.Count > 0)
            {
                Monitor.Wait(gate);
            }
        }
    }

    /// <summary>The journal's next generation begins. Everything must be drained.</summary>
    public void BeginNext()
    {
        journal.BeginNext();
        Length = 0;
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
            foreach (var work in writing.Works)
            {
                work.Complete(Fault);
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
            while (waiting.Works.Count == 0 && !closed)
            {
                Monitor.Wait(gate);
            }

            (waiting, writing) = (writing, waiting);
            busy = writing.Works.Count > 0;
            return busy;
        }
    }

    private StoreUnavailableException? Write()
    {
        if (writing.Rows == 0)
        {
            return null;
        }

        try
        {
            var start = time.GetTimestamp();
            journal.Active.Append(writing.Frames.GetBuffer().AsSpan(0, (int)writing.Frames.Length));
            var took = time.GetElapsedTime(start);
            StoreMeter.Committed(took);
            counters.AddFsync(took);
            counters.AddCommit(writing.Rows);
            written();
            return null;
        }
        catch (Exception error)
        {
            return StoreFault.Describe(error, place);
        }
    }
}
