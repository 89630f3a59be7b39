using System.Security.Cryptography;
using System.Text.Json;
using LiteDB;
using LiteDB.Engine;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>Opens every document of a data folder that nobody uses, whatever its kind, and counts them. For checking a copy.</summary>
internal static class DocumentCount
{
    /// <summary>
    /// Documents by kind. Throws <see cref="StoreUnavailableException"/> when the file or a document cannot be opened. Changes the
    /// folder as an opening does: give it a copy of a copy.
    /// </summary>
    public static SortedDictionary<string, int> Of(string folder, Vault vault)
    {
        var options = new LiteDbStoreOptions { DataDirectory = folder };
        using var file = new EngineOpening(new FolderDisk(folder), options, vault, TimeProvider.System, new StoreCounters()).Open();
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        try
        {
            foreach (var kind in file.Engine.GetCollectionNames().Where(name => name != EngineOpening.Notes))
            {
                counts[kind] = CountOf(file.Engine, kind, vault);
            }
        }
        catch (LiteException damaged)
        {
            throw new StoreUnavailableException($"The data file is damaged ({damaged.Message}).", damaged);
        }

        return counts;
    }

    private static int CountOf(LiteEngine engine, string kind, Vault vault)
    {
        var count = 0;
        using var reader = engine.Query(kind, new Query());
        while (reader.Read())
        {
            var row = StoredRow.Of(kind, reader.Current.AsDocument);
            try
            {
                using var document = JsonDocument.Parse(vault.Open(row.Sealed));
                count++;
            }
            catch (Exception damaged) when (damaged is CryptographicException or JsonException)
            {
                throw new StoreUnavailableException($"The document {kind}/{row.Id} cannot be opened ({damaged.GetType().Name}).", damaged);
            }
        }

        return count;
    }
}
