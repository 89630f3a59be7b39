using LiteDB;
using LiteDB.Engine;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>The one look-up that is needed before there are kinds: a document by id.</summary>
internal static class EngineQueries
{
    public static BsonDocument? Find(this LiteEngine engine, string collection, string id)
    {
        var query = new Query { Limit = 1 };
        query.Where.Add(BsonExpression.Create("_id = @0", id));
        using var reader = engine.Query(collection, query);
        return reader.Read() ? reader.Current.AsDocument : null;
    }
}
