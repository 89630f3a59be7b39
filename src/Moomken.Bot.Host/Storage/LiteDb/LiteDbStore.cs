using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>The store in one LiteDB file. Every document in it is sealed; see <see cref="StoreOwner"/> for how it is kept safe.</summary>
public sealed partial class LiteDbStore : IStore
{
    private readonly WorkQueue queue;
    private readonly StoreOwner owner;
    private readonly FolderLock? folderLock;
    private readonly string place;

    private LiteDbStore(WorkQueue queue, StoreOwner owner, StoreCounters counters, string place, FolderLock? folderLock)
    {
        (this.queue, this.owner, this.place, this.folderLock) = (queue, owner, place, folderLock);
        Counters = counters;
    }

    public StoreCounters Counters { get; }

    public StoreHealth Health => new(owner.Mode, owner.Problem, Counters.LastFsync, owner.LogPages, queue.Count);

    /// <summary>
    /// Opens the file, made when it is new, and takes the folder for this process. Throws <see cref="StoreUnavailableException"/>
    /// when that cannot be; its message says how to mend it. The vault stays the caller's and must outlive the store.
    /// </summary>
    public static LiteDbStore Open(LiteDbStoreOptions options, Vault vault, TimeProvider time)
    {
        var folderLock = FolderLock.Take(options.DataDirectory);
        try
        {
            return Open(options, vault, time, new FolderDisk(options.DataDirectory), folderLock);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    internal static LiteDbStore Open(LiteDbStoreOptions options, Vault vault, TimeProvider time, IDisk disk, FolderLock? folderLock = null)
    {
        var counters = new StoreCounters();
        var queue = new WorkQueue(options.MaxWaiting);
        var opening = new EngineOpening(disk, options, vault, time, counters);
        var owner = new StoreOwner(options, disk, opening, queue, new DocumentFormat(vault, options.MaxDocumentBytes), time, counters);
        owner.Start();
        return new LiteDbStore(queue, owner, counters, disk.Place, folderLock);
    }

    public Task<TResult> WriteAsync<TResult>(Func<IStoreTransaction, TResult> work, CancellationToken cancellation = default)
        => Add(batch => batch.Write(work), cancellation);

    public Task<TResult> ReadAsync<TResult>(Func<IStoreReader, TResult> work, CancellationToken cancellation = default)
        => Add(batch => batch.Read(work), cancellation);

    /// <summary>Finishes the works that wait, moves the log into the data file and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Close();
        await owner.Stopped;
        folderLock?.Dispose();
    }

    private Task<TResult> Add<TResult>(Func<Batch, TResult> run, CancellationToken cancellation)
    {
        StoreWork.RefuseTasks<TResult>();
        var work = new Work<TResult>(run, cancellation);
        return queue.Add(work) switch
        {
            Admission.Taken => work.Task,
            Admission.Full => Task.FromException<TResult>(new StoreUnavailableException(
                "The store has more works waiting than it can answer in time. It takes new ones as soon as some are done.")),
            _ => Task.FromException<TResult>(new StoreUnavailableException("The store is closed: the service is stopping.")),
        };
    }
}
