using System.Security.Cryptography;
using System.Text;
using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage;

/// <summary>
/// The folder of evidence and uploads that all nodes share. The database knows its mark; without this a node whose share was
/// not mounted would put evidence where no other node finds it.
/// </summary>
internal static class SharedFiles
{
    public const string MarkName = "moomken.files";

    /// <summary>The mark that the first node thought of.</summary>
    private const string First = "files.first";

    /// <summary>The same, once it is in the folder.</summary>
    private const string Made = "files";

    /// <summary>Throws <see cref="StoreUnavailableException"/> when the folder is not the one of the other nodes.</summary>
    public static void Check(PostgresStore store, string folder)
    {
        DataFolder.Make(folder);
        var path = Path.Combine(folder, MarkName);
        try
        {
            var agreed = Agreed(store, Mark(path));
            if ((Mark(path) ?? Make(store, path, agreed)) != agreed)
            {
                throw new StoreUnavailableException($"The folder {folder} holds the evidence and uploads of another database. Set Storage__FilesDirectory to the folder that belongs to {store.Place}.");
            }

            store.NoteOnce(Made, Encoding.ASCII.GetBytes(agreed));
            TryWrite(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The folder {folder} cannot be read or written: {error.Message} Give the user that runs the service the right to write there, and name it under ReadWritePaths= of its systemd unit.", error);
        }
    }

    private static string? Mark(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : null;

    /// <summary>The database decides, however many nodes start together. A folder that has one when the database knows none keeps it.</summary>
    private static string Agreed(PostgresStore store, string? here) => Encoding.ASCII.GetString(
        store.Note(Made) ?? store.NoteOnce(First, Encoding.ASCII.GetBytes(here ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)))));

    /// <summary>
    /// Only while the database does not know that it was made once: a start that was cut off goes on here, a share that is not mounted is
    /// refused. Whole or not at all; all nodes write the same.
    /// </summary>
    private static string Make(PostgresStore store, string path, string agreed)
    {
        if (store.Note(Made) is not null)
        {
            // Another node may have made it since it was looked for; the file comes before the note.
            return Mark(path) ?? throw new StoreUnavailableException(
                $"The folder {Path.GetDirectoryName(path)} is not the one in which the other nodes keep evidence and uploads: the file {MarkName} is not in it. Mount the shared folder there, or set Storage__FilesDirectory to it. If those files are gone for good, write {agreed} into {path}.");
        }

        var unfinished = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        File.WriteAllText(unfinished, agreed + "\n");
        File.Move(unfinished, path, overwrite: true);
        return agreed;
    }

    /// <summary>A folder that can only be read would let the service start, and then fail every photo. The name is random: other nodes may try at the same time.</summary>
    private static void TryWrite(string folder)
    {
        var path = Path.Combine(folder, $"try-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        File.WriteAllText(path, "");
        File.Delete(path);
    }
}
