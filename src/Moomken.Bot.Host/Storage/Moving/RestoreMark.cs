using System.Text;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.Moving;

/// <summary>How far a restore of one archive into a database has come.</summary>
internal enum RestoreStage
{
    NotBegun,

    /// <summary>Documents are being written; nothing else has changed them.</summary>
    Filling,

    /// <summary>
    /// Every document was found to be as in the archive. From here on messages are held back, which changes documents: they must not be
    /// written or compared again.
    /// </summary>
    Proved,
}

/// <summary>The database knows which archive it is being filled from and that it is not ready before the end: a service must not run on half of its data.</summary>
internal static class RestoreMark
{
    private const string Note = "restore";
    private const string Begun = "restoring ";
    private const string ProvedEnd = " proved";

    /// <summary>How far it is, asked without keys and before the archive is unpacked, which may take an hour.</summary>
    /// <param name="database">May be without our tables yet.</param>
    /// <param name="archive">What tells one archive from another.</param>
    /// <exception cref="StoreUnavailableException">It has data that did not come from this archive, or a service runs on it.</exception>
    public static RestoreStage Look(PostgresOptions database, string archive) =>
        DatabaseOpening.Look(database, connection => DatabaseNotes.Contents(connection, Note)) is { } contents ? Judge(contents, archive, database.Place()) : RestoreStage.NotBegun;

    /// <summary>From here on no service starts on it. Gives how far an earlier run came. Throws as <see cref="Look"/>.</summary>
    public static RestoreStage Begin(PostgresStore store, string archive)
    {
        var stage = Judge(store.Contents(Note), archive, store.Place);
        if (stage != RestoreStage.NotBegun)
        {
            return stage;
        }

        Set(store, Begun + archive);

        // A node may have started before it could see the mark.
        Judge(store.Contents(Note), archive, store.Place);
        return RestoreStage.Filling;
    }

    /// <summary>Before anything changes what was proved.</summary>
    public static void SetProved(PostgresStore store, string archive) => Set(store, Begun + archive + ProvedEnd);

    public static void Finish(PostgresStore store, string archive) => Set(store, "done " + archive);

    public static void RefuseUnfinished(PostgresStore store)
    {
        if (Text(store.Note(Note))?.StartsWith(Begun, StringComparison.Ordinal) == true)
        {
            throw new StoreUnavailableException($"A restore into {store.Place} was begun and not finished. Run backup restore with the same archive again; it goes on where it was.");
        }
    }

    /// <summary>A node would send what is restored as due, and what people wrote to it meanwhile would be written over.</summary>
    private static RestoreStage Judge(DatabaseContents contents, string archive, string place)
    {
        if (contents.HasNodes)
        {
            throw new StoreUnavailableException($"A service is running on the database {place}. Stop all of them (one that was killed counts for ten seconds), then run backup restore again.");
        }

        return Text(contents.Note) switch
        {
            null when !contents.HasDocuments => RestoreStage.NotBegun,
            var mark when mark == Begun + archive => RestoreStage.Filling,
            var mark when mark == Begun + archive + ProvedEnd => RestoreStage.Proved,
            var mark when mark == "done " + archive => throw new StoreUnavailableException($"This archive is whole in {place} already: its restore came to its end. Start the service. To have the archive's moment once more, restore into another, empty database."),
            var mark when mark?.StartsWith(Begun, StringComparison.Ordinal) == true => throw new StoreUnavailableException($"A restore of another archive into {place} was begun and not finished. Go on with that one, or restore into an empty database: createdb, and Storage__ConnectionString to it."),
            _ => throw new StoreUnavailableException($"The database {place} has documents already, and is not touched. Restore into an empty one: createdb, and Storage__ConnectionString to it."),
        };
    }

    private static void Set(PostgresStore store, string mark) => store.SetNote(Note, Encoding.ASCII.GetBytes(mark));

    private static string? Text(byte[]? note) => note is null ? null : Encoding.ASCII.GetString(note);
}
