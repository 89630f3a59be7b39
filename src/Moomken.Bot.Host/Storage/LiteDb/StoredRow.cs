using LiteDB;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// A document as it is stored: its sealed JSON with its version and its index keys, each a keyed hash and the id. Where
/// <c>Sealed</c> is null the document was deleted, and its version is 0.
/// </summary>
internal sealed record StoredRow(string Kind, string Id, long Version, byte[]? Sealed, string[] Keys)
{
    public static StoredRow Of(string kind, BsonDocument row) => new(
        kind,
        row["_id"].AsString,
        row["v"].AsInt64,
        row["d"].AsBinary,
        row["k"] is BsonArray keys ? [.. keys.Select(key => key.AsString)] : []);

    public BsonDocument ToBson()
    {
        var row = new BsonDocument { ["_id"] = Id, ["v"] = Version, ["d"] = Sealed };
        if (Keys.Length > 0)
        {
            row["k"] = new BsonArray(Keys.Select(key => new BsonValue(key)));
        }

        return row;
    }
}

/// <summary>
/// A committed row that LiteDB does not have yet. Its bytes stay in the journal: kept in memory they would live long enough
/// to cost the collector more than reading them back does. <c>Place</c> is null where the document was deleted.
/// </summary>
internal sealed record UnappliedRow(string Kind, string Id, long Version, string[] Keys, JournalPlace? Place);

/// <summary>Where the sealed bytes of a row lie: the journal's file 0 or 1, and the bytes in it.</summary>
internal readonly record struct JournalPlace(int File, long Offset, int Length);
