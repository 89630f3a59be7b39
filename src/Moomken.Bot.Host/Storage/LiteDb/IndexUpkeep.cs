using LiteDB;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// Makes a kind's index when the kind is first used, and gives the documents of earlier versions their keys when a new
/// version declares other indexes. Done again from the start when it was cut off.
/// </summary>
internal static class IndexUpkeep
{
    // Rows rewritten in one commit: about 10 ms.
    private const int Slice = 500;

    public static void Prepare<T>(IEngineFile file, StoredRows rows, DocumentFormat format, DocumentKind<T> kind, Action settle)
        where T : class
    {
        var declared = string.Join(',', kind.Indexes.Select(index => index.Name).Order(StringComparer.Ordinal));
        var note = $"kind/{kind.Name}";
        var known = file.Engine.Find(EngineOpening.Notes, note)?["i"].AsString ?? "";
        if (known == declared)
        {
            return;
        }

        // What is on its way to LiteDB may carry the keys of before.
        settle();
        file.Run(engine => engine.EnsureIndex(kind.Name, "keys", "$.k[*]", false));
        for (var page = rows.After(file.Engine, kind.Name, "", Slice); page.Count > 0; page = rows.After(file.Engine, kind.Name, page[^1].Id, Slice))
        {
            var slice = page.ConvertAll(row => format.Write(kind, format.Read(kind, row)).ToBson());
            file.Commit(engine => engine.Update(kind.Name, slice));
        }

        file.Commit(engine => engine.Upsert(
            EngineOpening.Notes, [new BsonDocument { ["_id"] = note, ["i"] = declared }], BsonAutoId.ObjectId));
    }
}
