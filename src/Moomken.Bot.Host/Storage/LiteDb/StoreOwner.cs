using System.Collections.Concurrent;
using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// The one thread that touches LiteDB: version 5.0.20 corrupts its file when two threads write. It runs all works that
/// wait as one batch and hands what they wrote to the journal; their callers are told when it is on disk.
/// </summary>
internal sealed partial class StoreOwner
{
    // Nobody has come for so long: rows may move on before they must. Two seconds of quiet move all that a minute wrote.
    private static readonly TimeSpan Lull = TimeSpan.FromMilliseconds(10);

    // Nobody has come for so long, so hardly anybody is in the midst of a turn.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(1);

    // So many works at once come of load, not of chance.
    private const int Crowd = 8;

    private readonly LiteDbStoreOptions options;
    private readonly string place;
    private readonly WorkQueue queue;
    private readonly DocumentFormat format;
    private readonly LiteDbDocuments documents;
    private readonly StoreFiles files;
    private readonly StoreCounters counters;
    private readonly YoungGarbage garbage;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<Action<StoreFiles>> asides = new();
    private string? problem;
    private string? movingProblem;
    private long logPages;

    public StoreOwner(LiteDbStoreOptions options, IDisk disk, EngineOpening opening, WorkQueue queue, DocumentFormat format, TimeProvider time, StoreCounters counters)
    {
        (this.options, place, this.queue, this.format, this.counters) = (options, disk.Place, queue, format, counters);

        garbage = new YoungGarbage(options.GarbageBytes);

        // Only a write shows that the disk takes writes again.
        files = new StoreFiles(options, opening, disk, time, counters, () => Volatile.Write(ref problem, null));
        documents = new LiteDbDocuments(format, new DocumentCache(options.CachedDocuments), files);
    }

    public StoreMode Mode { get; private set; }

    /// <summary>A journal that takes writes does not mend one whose rows cannot be moved on: it would grow until the disk is full.</summary>
    public string? Problem => files.Fault?.Message ?? Volatile.Read(ref problem) ?? Volatile.Read(ref movingProblem);

    public long LogPages => Volatile.Read(ref logPages);

    public Task Stopped => stopped.Task;

    /// <summary>Runs something with the files before the next works. A fault of it counts as one of the disk.</summary>
    public void Aside(Action<StoreFiles> aside) => asides.Enqueue(aside);

    /// <summary>Opens the files on the owner thread, LiteDB's one and only, and returns when they are open; throws what opening throws.</summary>
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
            files.Open();
            documents.Use(files.Engine);
            Mode = files.Engine!.Mode;
            opened.SetResult();
        }
        catch (Exception error)
        {
            files.GiveUp();
            opened.SetException(error is IOException or UnauthorizedAccessException ? StoreFault.Describe(error, place) : error);
            stopped.SetResult();
            return;
        }

        var works = new List<Work>(options.MaxBatch);
        var busy = false;
        while (NextWorks(works, busy))
        {
            RunAll(works);
            busy = works.Count >= Crowd;
            works.Clear();
        }

        Close();
    }

    private bool NextWorks(List<Work> works, bool busy)
    {
        if (queue.Count == 0)
        {
            Upkeep(nobodyWaits: false, busy ? options.BusyCheckpointPages : options.CheckpointPages);
        }

        if (!busy && garbage.IsWorthCollecting)
        {
            if (queue.Take(works, options.MaxBatch, Gap))
            {
                return works.Count > 0;
            }

            garbage.Collect();
        }

        while (!queue.Take(works, options.MaxBatch, files.IsMoving ? Lull : Timeout.InfiniteTimeSpan))
        {
            Upkeep(nobodyWaits: true, options.CheckpointPages);
        }

        return works.Count > 0;
    }

    private void RunAll(List<Work> works)
    {
        counters.AddWorks(works.Count);
        RunAsides();
        for (var next = 0; next < works.Count;)
        {
            RunBatch(works, ref next);
            Upkeep(nobodyWaits: false, options.CheckpointHardCap);
        }
    }

    private void RunAsides()
    {
        try
        {
            while (asides.TryDequeue(out var aside))
            {
                aside(files);
            }
        }
        catch (Exception error)
        {
            GiveUp(error);
        }
    }

    private void Close()
    {
        try
        {
            if (files.Engine is not null)
            {
                files.Close();
            }
        }
        catch (Exception error)
        {
            // The next start finds in the journal what could not be moved now.
            GiveUp(error);
        }
        finally
        {
            stopped.SetResult();
        }
    }
}
