using LiteDB;
using LiteDB.Engine;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>Some rows of the journal on their way into LiteDB, in one transaction. Done twice it changes nothing.</summary>
internal static class ApplySlice
{
    public static void Apply(IEngineFile file, StoredRows known, List<StoredRow> rows)
    {
        var stored = rows.FindAll(row => row.Sealed is not null);

        // What was made and deleted between two slices LiteDB never had; a transaction that changes nothing has no end in its log.
        var deleted = rows.FindAll(row => row.Sealed is null && known.Version(file.Engine, row.Kind, row.Id) > 0);
        if (stored.Count + deleted.Count > 0)
        {
            file.Commit(engine => Change(engine, stored, deleted));
        }
    }

    private static void Change(LiteEngine engine, List<StoredRow> stored, List<StoredRow> deleted)
    {
        foreach (var kind in stored.GroupBy(row => row.Kind, StringComparer.Ordinal))
        {
            engine.Upsert(kind.Key, kind.Select(row => row.ToBson()), BsonAutoId.ObjectId);
        }

        foreach (var kind in deleted.GroupBy(row => row.Kind, StringComparer.Ordinal))
        {
            engine.Delete(kind.Key, kind.Select(row => new BsonValue(row.Id)));
        }
    }
}
