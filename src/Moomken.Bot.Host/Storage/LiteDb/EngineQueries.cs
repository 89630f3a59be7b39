using LiteDB;
using LiteDB.Engine;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>The look-ups that are needed before there are kinds.</summary>
internal static class EngineQueries
{
    public static BsonDocument? Find(this LiteEngine engine, string collection, string id)
    {
        var query = new Query { Limit = 1 };
        query.Where.Add(BsonExpression.Create("_id = @0", id));
        using var reader = engine.Query(collection, query);
        return reader.Read() ? reader.Current.AsDocument : null;
    }

    /// <summary>Bytes of all log pages that the engine has given out, those included that its writer has not written yet.</summary>
    public static long LogLength(this LiteEngine engine)
    {
        using var reader = engine.Query("$database", new Query());
        return reader.Read() ? reader.Current.AsDocument["logFileSize"].AsInt64 : 0;
    }
}
