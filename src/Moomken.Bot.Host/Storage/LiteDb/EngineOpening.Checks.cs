using System.Security.Cryptography;
using LiteDB;
using LiteDB.Engine;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.LiteDb;

// Whose file it is, under which keys, and the notes that an opening leaves in it.
internal sealed partial class EngineOpening
{
    private static readonly byte[] KeyCheck = "moomken"u8.ToArray();

    private void CheckFormat(LiteEngine engine)
    {
        var format = engine.Pragma("USER_VERSION").AsInt32;
        if (format > Format)
        {
            throw new StoreUnavailableException(
                $"The data file {options.FileName} in {disk.Place} was written by a newer version of this service (format {format}, this one knows {Format}). Run the newer version, or restore a backup made by this one.");
        }

        if (format == 0 && engine.GetCollectionNames().Any(name => name != Notes))
        {
            throw new StoreUnavailableException(
                $"The data file {options.FileName} in {disk.Place} is a LiteDB file of another program. Set Moomken__DataDirectory to another place.");
        }
    }

    private void CheckKey(LiteEngine engine)
    {
        var sealedCheck = engine.Find(Notes, "key")?["d"].AsBinary;
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
            $"The key file does not belong to the data in {disk.Place}. Put back the key file that was made with this data, from its own backup.");
    }

    private void WriteNotes(LiteEngine engine)
    {
        var opened = engine.Find(Notes, "opened")?["n"].AsInt64 ?? 0;

        // More than a page, and all of it changed: a commit of one page could not tell a last page from any page.
        var filler = new byte[LogFrame.PageSize + 1_000];
        filler.AsSpan().Fill((byte)(opened + 1));
        engine.Upsert(Notes, [new BsonDocument { ["_id"] = "opened", ["n"] = opened + 1, ["filler"] = filler }], BsonAutoId.ObjectId);
        if (engine.Find(Notes, "key") is null)
        {
            engine.Insert(Notes, [new BsonDocument { ["_id"] = "key", ["d"] = vault.Seal(KeyCheck) }], BsonAutoId.ObjectId);
        }
    }

    // CHECKPOINT 0: LiteDB never checkpoints by itself, the owner does. The format last: it says that all is set.
    private static void SetPragmas(IEngineFile file)
    {
        file.Run(engine => engine.Pragma("CHECKPOINT", 0));
        file.Run(engine => engine.Pragma("UTC_DATE", true));
        file.Run(engine => engine.Pragma("USER_VERSION", Format));
    }
}
