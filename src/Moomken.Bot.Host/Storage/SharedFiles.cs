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

    private const string Note = "files";

    /// <summary>Throws <see cref="StoreUnavailableException"/> when the folder is not the one of the other nodes.</summary>
    public static void Check(PostgresStore store, string folder)
    {
        DataFolder.Make(folder);
        var path = Path.Combine(folder, MarkName);
        try
        {
            var here = Mark(path) ?? (store.Note(Note) is { } others ? throw NotShared(folder, Encoding.ASCII.GetString(others)) : Make(path));
            if (Encoding.ASCII.GetString(store.NoteOnce(Note, Encoding.ASCII.GetBytes(here))) != here)
            {
                throw new StoreUnavailableException($"The folder {folder} holds the evidence and uploads of another database. Set Storage__FilesDirectory to the folder that belongs to {store.Place}.");
            }

            TryWrite(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The folder {folder} cannot be read or written: {error.Message} Give the user that runs the service the right to write there, and name it under ReadWritePaths= of its systemd unit.", error);
        }
    }

    private static StoreUnavailableException NotShared(string folder, string known) => new(
        $"The folder {folder} is not the one in which the other nodes keep evidence and uploads: the file {MarkName} is not in it. Mount the shared folder there, or set Storage__FilesDirectory to it. If those files are gone for good, write {known} into {Path.Combine(folder, MarkName)}.");

    private static string? Mark(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : null;

    /// <summary>
    /// In the folder before the database knows it: a first start that is cut off between the two would else leave a mark that no folder
    /// bears. Whole or not at all, and where two nodes make it at the same time the first one's stays.
    /// </summary>
    private static string Make(string path)
    {
        var unfinished = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        File.WriteAllText(unfinished, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) + "\n");
        try
        {
            File.Move(unfinished, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(unfinished);
        }

        return Mark(path)!;
    }

    /// <summary>A folder that can only be read would let the service start, and then fail every photo. The name is random: other nodes may try at the same time.</summary>
    private static void TryWrite(string folder)
    {
        var path = Path.Combine(folder, $"try-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        File.WriteAllText(path, "");
        File.Delete(path);
    }
}
