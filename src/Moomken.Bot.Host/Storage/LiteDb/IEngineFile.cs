using LiteDB.Engine;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>An open data file. Used by the owner thread alone.</summary>
internal interface IEngineFile : IDisposable
{
    StoreMode Mode { get; }

    LiteEngine Engine { get; }

    /// <summary>Pages in the log, waiting for a checkpoint.</summary>
    long LogPages { get; }

    /// <summary>Runs <paramref name="changes"/> in one LiteDB transaction that changes at least one page, and returns when it is durable.</summary>
    void Commit(Action<LiteEngine> changes);

    /// <summary>Runs a change that is a LiteDB transaction in itself and tells whether it changed anything; returns when it is durable.</summary>
    void Run(Func<LiteEngine, bool> change);

    void Checkpoint();

    /// <summary>Closes after a fault; what was not acknowledged is taken back as far as the disk still lets us.</summary>
    void Abandon();
}
