using LiteDB;
using LiteDB.Engine;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// LiteDB's own files, for a LiteDB that our log does not understand. Its commits promise nothing, but its checkpoint
/// waits for its writer and flushes the data file: one after every commit is slow, and durable.
/// </summary>
internal sealed class PlainFile : IEngineFile
{
    private readonly StoreCounters counters;

    public PlainFile(string path, StoreCounters counters)
    {
        this.counters = counters;
        Engine = new LiteEngine(new EngineSettings { Filename = path, Collation = Collation.Binary });
    }

    public StoreMode Mode => StoreMode.PlainFile;

    public LiteEngine Engine { get; }

    public long LogPages => 0;

    /// <summary>LiteDB's own log beside the data file. It holds something only after a crash in this mode.</summary>
    public static string LogPath(string path) => Path.Combine(
        Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path) + "-log" + Path.GetExtension(path));

    public void Commit(Action<LiteEngine> changes)
    {
        Transaction.Run(Engine, changes);
        Checkpoint();
    }

    public void Run(Func<LiteEngine, bool> change)
    {
        if (change(Engine))
        {
            Checkpoint();
        }
    }

    public void Checkpoint()
    {
        Engine.Checkpoint();
        counters.AddCheckpoint();
    }

    public void Abandon() => Engine.Dispose();

    public void Dispose() => Engine.Dispose();
}
