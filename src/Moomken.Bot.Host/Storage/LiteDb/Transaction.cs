using LiteDB.Engine;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>One LiteDB transaction, on the owner thread. LiteDB binds it to the thread, so nothing in it may wait.</summary>
internal static class Transaction
{
    public static void Run(LiteEngine engine, Action<LiteEngine> changes)
    {
        if (!engine.BeginTrans())
        {
            throw new InvalidOperationException("A LiteDB transaction was left open.");
        }

        changes(engine);
        if (!engine.Commit())
        {
            throw new InvalidOperationException("LiteDB lost the transaction before its commit.");
        }
    }
}
