using System.Text;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.Moving;

/// <summary>The database knows which archive it is being filled from and that it is not ready before the end: a service must not run on half of its data.</summary>
internal static class RestoreMark
{
    private const string Note = "restore";

    /// <param name="store">The database.</param>
    /// <param name="archive">What tells one archive from another.</param>
    /// <exception cref="StoreUnavailableException">It has data that did not come from this archive.</exception>
    public static void Begin(PostgresStore store, string archive)
    {
        RefuseWithNodes(store);
        if (Read(store) == "restoring " + archive)
        {
            return;
        }

        if (Read(store) is not null || store.CountDocuments() > 0)
        {
            throw new StoreUnavailableException($"The database {store.Place} has documents already, and is not touched. Restore into an empty one: createdb, and Storage__ConnectionString to it.");
        }

        store.SetNote(Note, Encoding.ASCII.GetBytes("restoring " + archive));

        // One that started before it could see the mark; from here on none starts.
        RefuseWithNodes(store);
    }

    public static void Finish(PostgresStore store, string archive) => store.SetNote(Note, Encoding.ASCII.GetBytes("done " + archive));

    public static void RefuseUnfinished(PostgresStore store)
    {
        if (Read(store)?.StartsWith("restoring ", StringComparison.Ordinal) == true)
        {
            throw new StoreUnavailableException($"A restore into {store.Place} was begun and not finished. Run backup restore with the same archive again; it goes on where it was.");
        }
    }

    /// <summary>A node would send what is restored as due, and what people wrote to it meanwhile would be written over.</summary>
    private static void RefuseWithNodes(PostgresStore store)
    {
        if (store.HasNodes())
        {
            throw new StoreUnavailableException($"A service is running on the database {store.Place}. Stop all of them (one that was killed counts for ten seconds), then run backup restore again.");
        }
    }

    private static string? Read(PostgresStore store) => store.Note(Note) is { } note ? Encoding.ASCII.GetString(note) : null;
}
