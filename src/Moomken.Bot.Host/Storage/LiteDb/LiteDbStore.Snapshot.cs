using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

// Copying the data while people go on talking.
public sealed partial class LiteDbStore
{
    /// <summary>
    /// Moves everything that is committed into the data file and holds that file still until the snapshot is disposed: what
    /// comes in meanwhile is durable in the journal and the log. Works wait for the moving, half a second under full load,
    /// and not for the copying. Throws <see cref="StoreUnavailableException"/>.
    /// </summary>
    public async Task<StoreSnapshot> SnapshotAsync()
    {
        if (owner.Mode == StoreMode.PlainFile)
        {
            throw new StoreUnavailableException("This store writes its data file with every commit and cannot be copied while it runs. Stop the service and copy the whole folder.");
        }

        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        owner.Aside(files => Hold(files, held));
        await ReadAsync(_ => true);
        await held.Task;
        return new StoreSnapshot(Path.Combine(place, LiteDbStoreOptions.UsualFileName), Counters, LetGoAsync);
    }

    private static void Hold(StoreFiles files, TaskCompletionSource held)
    {
        try
        {
            if (files.Engine is null || files.Fault is not null)
            {
                throw files.Fault ?? new StoreUnavailableException("The store cannot be written just now; its health says why.");
            }

            files.Settle();
            files.CheckpointFrom(1);
            if (files.Fault is not null || files.Engine.LogPages > 0)
            {
                throw files.Fault ?? new StoreUnavailableException("The log could not be moved into the data file just now. Try again in a minute.");
            }

            files.IsStill = true;
            held.SetResult();
        }
        catch (StoreUnavailableException notNow)
        {
            held.SetException(notNow);
        }
        catch (Exception error)
        {
            held.SetException(new StoreUnavailableException("The data file could not be written; the store's health says why.", error));
            throw;
        }
    }

    private async Task LetGoAsync()
    {
        owner.Aside(files => files.IsStill = false);
        try
        {
            await ReadAsync(_ => true);
        }
        catch (StoreUnavailableException)
        {
            // Closing: nobody writes any more.
        }
    }
}

/// <summary>The data file as it was at one moment. Dispose it: until then the log grows.</summary>
/// <param name="path">The file; it may be read, never written.</param>
/// <param name="counters">Of the store.</param>
/// <param name="letGo">Lets it be written again.</param>
public sealed class StoreSnapshot(string path, StoreCounters counters, Func<Task> letGo) : IAsyncDisposable
{
    private readonly long checkpoints = counters.Checkpoints;

    /// <summary>False when the store met a fault and wrote the file after all: what was copied is of no use.</summary>
    public bool IsStill => counters.Checkpoints == checkpoints;

    public FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public async ValueTask DisposeAsync() => await letGo();
}
