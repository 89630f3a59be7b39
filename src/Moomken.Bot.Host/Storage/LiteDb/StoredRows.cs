using LiteDB;
using LiteDB.Engine;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// The few queries that the store asks. Each is parsed once and its parameter set anew, which is safe because only the
/// owner thread asks; parsing costs more than the query.
/// </summary>
internal sealed class StoredRows
{
    private readonly Asked byId = new("_id = @0", BsonExpression.Root);
    private readonly Asked version = new("_id = @0", BsonExpression.Create("{_id, v}"));
    private readonly Asked after = new("_id > @0", BsonExpression.Root);
    private readonly Asked between = new("$.k[*] ANY BETWEEN @0 AND @1", BsonExpression.Root);

    public StoredRow? Find(LiteEngine engine, string kind, string id)
        => byId.Read(engine, kind, 1, id).Select(row => StoredRow.Of(kind, row)).FirstOrDefault();

    /// <summary>0 when there is none.</summary>
    public long Version(LiteEngine engine, string kind, string id)
        => version.Read(engine, kind, 1, id).FirstOrDefault()?["v"].AsInt64 ?? 0;

    public List<StoredRow> After(LiteEngine engine, string kind, string id, int count)
        => after.Read(engine, kind, count, id).ConvertAll(row => StoredRow.Of(kind, row));

    public List<StoredRow> Between(LiteEngine engine, string kind, (string From, string To) keys, int count)
        => between.Read(engine, kind, count, keys.From, keys.To).ConvertAll(row => StoredRow.Of(kind, row));

    public static string? HighestId(LiteEngine engine, string kind)
    {
        var query = new Query { Select = "{_id}", OrderBy = "_id", Order = Query.Descending, Limit = 1 };
        using var reader = engine.Query(kind, query);
        return reader.Read() ? reader.Current.AsDocument["_id"].AsString : null;
    }

    private sealed class Asked
    {
        private readonly Query query = new();
        private readonly BsonDocument parameters = [];

        public Asked(string where, BsonExpression select)
        {
            query.Select = select;
            query.Where.Add(BsonExpression.Create(where, parameters));
        }

        public List<BsonDocument> Read(LiteEngine engine, string kind, int limit, params ReadOnlySpan<string> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                parameters[i == 0 ? "0" : "1"] = values[i];
            }

            query.Limit = limit;
            var rows = new List<BsonDocument>();
            using var reader = engine.Query(kind, query);
            while (reader.Read())
            {
                rows.Add(reader.Current.AsDocument);
            }

            return rows;
        }
    }
}
