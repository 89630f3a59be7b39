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
        if (Read(store) == "restoring " + archive)
        {
            return;
        }

        if (Read(store) is not null || store.CountDocuments() > 0)
        {
            throw new StoreUnavailableException($"The database {store.Place} has documents already, and is not touched. Restore into an empty one: createdb, and Storage__ConnectionString to it.");
        }

        store.SetNote(Note, Encoding.ASCII.GetBytes("restoring " + archive));
    }

    public static void Finish(PostgresStore store, string archive) => store.SetNote(Note, Encoding.ASCII.GetBytes("done " + archive));

    public static void RefuseUnfinished(PostgresStore store)
    {
        if (Read(store)?.StartsWith("restoring ", StringComparison.Ordinal) == true)
        {
            throw new StoreUnavailableException($"A restore into {store.Place} was begun and not finished. Run backup restore with the same archive again; it goes on where it was.");
        }
    }

    private static string? Read(PostgresStore store) => store.Note(Note) is { } note ? Encoding.ASCII.GetString(note) : null;
}
