using LiteDB;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// A document as it is stored: its sealed JSON with its version and its index keys, each a keyed hash and the id. Where
/// <c>Sealed</c> is null the document was deleted, and its version is 0.
/// </summary>
internal sealed record StoredRow(string Kind, string Id, long Version, byte[]? Sealed, string[] Keys)
{
    /// <summary>What it takes in memory while it waits for the data file, about.</summary>
    public int Bytes => 120 + (Id.Length * 2) + (Sealed?.Length ?? 0) + (Keys.Length * 160);

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

    public void WriteTo(BinaryWriter target)
    {
        target.Write(Kind);
        target.Write(Id);
        target.Write(Version);
        target.Write(Sealed?.Length ?? -1);
        target.Write(Sealed ?? []);
        target.Write7BitEncodedInt(Keys.Length);
        foreach (var key in Keys)
        {
            target.Write(key);
        }
    }

    public static StoredRow ReadFrom(BinaryReader source)
    {
        var (kind, id, version, length) = (source.ReadString(), source.ReadString(), source.ReadInt64(), source.ReadInt32());
        var content = length < 0 ? null : source.ReadBytes(length);
        var keys = new string[source.Read7BitEncodedInt()];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = source.ReadString();
        }

        return new StoredRow(kind, id, version, content, keys);
    }
}
