using LiteDB;
using LiteDB.Engine;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>The rows of one collection, by what LiteDB has to do with them.</summary>
internal sealed class KindRows(string kind)
{
    private readonly List<BsonDocument> inserts = [];
    private readonly List<BsonDocument> updates = [];
    private readonly List<BsonValue> deletes = [];

    public bool IsEmpty => inserts.Count + updates.Count + deletes.Count == 0;

    public void Add(string id, BsonDocument? row, bool isStored)
    {
        if (row is not null)
        {
            (isStored ? updates : inserts).Add(row);
        }
        else if (isStored)
        {
            deletes.Add(id);
        }
    }

    public void Apply(LiteEngine engine)
    {
        if (deletes.Count > 0)
        {
            engine.Delete(kind, deletes);
        }

        if (updates.Count > 0)
        {
            engine.Update(kind, updates);
        }

        if (inserts.Count > 0)
        {
            engine.Insert(kind, inserts, BsonAutoId.ObjectId);
        }
    }
}
