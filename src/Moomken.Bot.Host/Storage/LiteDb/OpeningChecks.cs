using System.Security.Cryptography;
using LiteDB;
using LiteDB.Engine;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>What is asked of a data file before anything is written to it: that it is ours, not newer than we are, and sealed with our keys.</summary>
/// <param name="place">Where it lies, for what is said when it is not.</param>
/// <param name="fileName">Its name.</param>
/// <param name="vault">Our keys.</param>
internal sealed class OpeningChecks(string place, string fileName, Vault vault)
{
    private static readonly byte[] KeyCheck = "moomken"u8.ToArray();

    public void Pass(LiteEngine engine)
    {
        Format(engine);
        Key(engine);
    }

    public void Format(LiteEngine engine)
    {
        var format = engine.Pragma("USER_VERSION").AsInt32;
        if (format > EngineOpening.Format)
        {
            throw new StoreUnavailableException(
                $"The data file {fileName} in {place} was written by a newer version of this service (format {format}, this one knows {EngineOpening.Format}). Run the newer version, or restore a backup made by this one.");
        }

        if (format == 0 && engine.GetCollectionNames().Any(name => name != EngineOpening.Notes))
        {
            throw new StoreUnavailableException(
                $"The data file {fileName} in {place} is a LiteDB file of another program. Set Moomken__DataDirectory to another place.");
        }
    }

    private void Key(LiteEngine engine)
    {
        var sealedCheck = engine.Find(EngineOpening.Notes, "key")?["d"].AsBinary;
        try
        {
            if (sealedCheck is null || vault.Open(sealedCheck).AsSpan().SequenceEqual(KeyCheck))
            {
                return;
            }
        }
        catch (CryptographicException)
        {
            // Said below, with what to do.
        }

        throw new StoreUnavailableException(
            $"The key file does not belong to the data in {place}. Put back the key file that was made with this data, from its own backup.");
    }

    /// <summary>Notes this opening, and the key check of a new file.</summary>
    public void Write(LiteEngine engine)
    {
        var opened = engine.Find(EngineOpening.Notes, "opened")?["n"].AsInt64 ?? 0;

        // More than a page, and all of it changed: a commit of one page could not tell a last page from any page.
        var filler = new byte[LogFrame.PageSize + 1_000];
        filler.AsSpan().Fill((byte)(opened + 1));
        engine.Upsert(EngineOpening.Notes, [new BsonDocument { ["_id"] = "opened", ["n"] = opened + 1, ["filler"] = filler }], BsonAutoId.ObjectId);
        if (engine.Find(EngineOpening.Notes, "key") is null)
        {
            engine.Insert(EngineOpening.Notes, [new BsonDocument { ["_id"] = "key", ["d"] = vault.Seal(KeyCheck) }], BsonAutoId.ObjectId);
        }
    }
}
