using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.Moving;

/// <summary>
/// What keeps a move honest: the database knows which folder it is being filled from and that it is not ready before the end,
/// and the folder knows that its data went elsewhere, so that no forgotten setting starts the old data again.
/// </summary>
internal static class MoveMarks
{
    public const string FolderMark = "moomken.move";
    public const string MovedMark = "moomken.moved";

    private const string Note = "move";

    /// <summary>Throws <see cref="StoreUnavailableException"/> when the database has data that did not come from this folder.</summary>
    public static void Begin(PostgresStore store, string folder)
    {
        var path = Path.Combine(folder, FolderMark);
        if (!File.Exists(path))
        {
            Write(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        }

        var source = File.ReadAllText(path).Trim();
        if (store.Note(Note) is not { } begun)
        {
            if (store.Contents(Note).HasDocuments)
            {
                throw new StoreUnavailableException($"The database {store.Place} has documents already. Move into an empty one: createdb, and Storage__ConnectionString to it.");
            }

            store.SetNote(Note, Encoding.ASCII.GetBytes("moving " + source));
        }
        else if (Encoding.ASCII.GetString(begun) != "moving " + source)
        {
            throw new StoreUnavailableException(Encoding.ASCII.GetString(begun) == "done " + source
                ? $"The data of {folder} is in {store.Place} already. Start the service with Storage__Provider=Postgres."
                : $"The database {store.Place} was filled from another data folder. Move into an empty one.");
        }
    }

    public static void Finish(PostgresStore store, string folder, DateTimeOffset now)
    {
        var source = File.ReadAllText(Path.Combine(folder, FolderMark)).Trim();
        Write(Path.Combine(folder, MovedMark), $"{now.ToString("u", CultureInfo.InvariantCulture)} {store.Place}");
        store.SetNote(Note, Encoding.ASCII.GetBytes("done " + source));
    }

    /// <summary>A service must not run on half of its data.</summary>
    public static void RefuseUnfinished(PostgresStore store)
    {
        if (store.Note(Note) is { } note && Encoding.ASCII.GetString(note).StartsWith("moving ", StringComparison.Ordinal))
        {
            throw new StoreUnavailableException($"A move into {store.Place} was begun and not finished. Run the command move again; it goes on where it was.");
        }
    }

    /// <summary>Nor on data that went elsewhere.</summary>
    public static void RefuseMoved(string folder)
    {
        if (File.Exists(Path.Combine(folder, MovedMark)))
        {
            throw new StoreUnavailableException(
                $"The data of {folder} was moved to PostgreSQL ({File.ReadAllText(Path.Combine(folder, MovedMark)).Trim()}). Set Storage__Provider=Postgres and Storage__ConnectionString. Only if you give up what came in since: delete the file {MovedMark} there.");
        }
    }

    private static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FolderDisk.OwnerOnly;
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(text + "\n"));
        file.Flush(flushToDisk: true);
    }
}
