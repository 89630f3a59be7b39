using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// The one thread that touches LiteDB: version 5.0.20 corrupts its file when two threads write. It takes all works that
/// wait, commits them together, and tells their callers when the commit is on disk.
/// </summary>
internal sealed class StoreOwner
{
    // A commit larger than this would hold the thread too long; the works left over make the next one.
    private const long LargestCommit = 8 * 1024 * 1024;

    private readonly LiteDbStoreOptions options;
    private readonly EngineOpening opening;
    private readonly string place;
    private readonly WorkQueue queue;
    private readonly DocumentFormat format;
    private readonly LiteDbDocuments documents;
    private readonly StoreCounters counters;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IEngineFile? file;
    private long nextCheckpoint;
    private long logPages;

    public StoreOwner(LiteDbStoreOptions options, EngineOpening opening, string place, WorkQueue queue, DocumentFormat format, StoreCounters counters)
    {
        (this.options, this.opening, this.place, this.queue, this.format, this.counters) = (options, opening, place, queue, format, counters);
        documents = new LiteDbDocuments(format, new DocumentCache(options.CachedDocuments));
    }

    public StoreMode Mode { get; private set; }

    public string? Problem { get; private set; }

    public long LogPages => Volatile.Read(ref logPages);

    public Task Stopped => stopped.Task;

    /// <summary>Opens the file on the owner thread, LiteDB's one and only, and returns when it is open; throws what opening throws.</summary>
    public void Start()
    {
        var opened = new TaskCompletionSource();
        var thread = new Thread(() => Run(opened)) { IsBackground = true, Name = "store" };
        thread.Start();
        opened.Task.GetAwaiter().GetResult();
    }

    private void Run(TaskCompletionSource opened)
    {
        try
        {
            Use(opening.Open());
            Mode = file!.Mode;
            opened.SetResult();
        }
        catch (Exception error)
        {
            opened.SetException(error);
            stopped.SetResult();
            return;
        }

        var works = new List<Work>(options.MaxBatch);
        while (NextWorks(works))
        {
            RunAll(works);
            works.Clear();
        }

        try
        {
            CheckpointFrom(1);
            file?.Dispose();
        }
        finally
        {
            stopped.SetResult();
        }
    }

    private bool NextWorks(List<Work> works)
    {
        if (queue.Count == 0)
        {
            CheckpointFrom(options.CheckpointPages);
        }

        return queue.Take(works, options.MaxBatch);
    }

    private void RunAll(List<Work> works)
    {
        counters.AddWorks(works.Count);
        for (var next = 0; next < works.Count;)
        {
            var first = next;
            var fault = RunBatch(works, ref next);
            for (var i = first; i < next; i++)
            {
                works[i].Complete(fault);
            }
        }

        CheckpointFrom(options.CheckpointHardCap);
    }

    private StoreUnavailableException? RunBatch(List<Work> works, ref int next)
    {
        try
        {
            if (file is null)
            {
                Use(opening.Reopen(Mode));
            }

            var batch = new Batch(documents, format);
            while (next < works.Count && batch.Bytes < LargestCommit)
            {
                works[next++].Run(batch);
            }

            if (documents.Fault is { } fault)
            {
                throw fault;
            }

            Commit(batch);
            return null;
        }
        catch (Exception error)
        {
            GiveUpFile();
            next = works.Count;
            var unavailable = StoreFault.Describe(error, place);
            Problem = unavailable.Message;
            return unavailable;
        }
    }

    private void Commit(Batch batch)
    {
        var rows = batch.ToStore();
        if (rows.Count > 0)
        {
            file!.Commit(engine => rows.ForEach(kind => kind.Apply(engine)));
            batch.Publish();
            Problem = null; // only a write shows that the disk takes writes again
        }

        Volatile.Write(ref logPages, file!.LogPages);
    }

    // A checkpoint that failed is not tried again until the log has grown by as much: the log has everything meanwhile.
    private void CheckpointFrom(long pages)
    {
        if (file is null || file.LogPages < pages || file.LogPages < nextCheckpoint)
        {
            return;
        }

        try
        {
            file.Checkpoint();
            nextCheckpoint = 0;
            Volatile.Write(ref logPages, file.LogPages);
        }
        catch (Exception error)
        {
            nextCheckpoint = file.LogPages + options.CheckpointPages;
            Problem = StoreFault.Describe(error, place).Message;
            GiveUpFile();
        }
    }

    private void Use(IEngineFile? opened)
    {
        file = opened;
        documents.Use(opened);
    }

    private void GiveUpFile()
    {
        var broken = file;
        Use(null);
        broken?.Abandon();
    }
}
