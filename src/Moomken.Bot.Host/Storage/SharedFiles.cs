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
            var here = File.Exists(path) ? File.ReadAllText(path).Trim() : null;
            var mine = here ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            var known = Encoding.ASCII.GetString(store.NoteOnce(Note, Encoding.ASCII.GetBytes(mine)));
            if (known != mine)
            {
                throw new StoreUnavailableException(here is null
                    ? $"The folder {folder} is not the one in which the other nodes keep evidence and uploads: the file {MarkName} is not in it. Mount the shared folder there, or set Storage__FilesDirectory to it. If those files are gone for good, write {known} into {path}."
                    : $"The folder {folder} holds the evidence and uploads of another database. Set Storage__FilesDirectory to the folder that belongs to {store.Place}.");
            }

            if (here is null)
            {
                File.WriteAllText(path, mine + "\n");
            }

            TryWrite(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The folder {folder} cannot be read or written: {error.Message} Give the user that runs the service the right to write there, and name it under ReadWritePaths= of its systemd unit.", error);
        }
    }

    /// <summary>A folder that can only be read would let the service start, and then fail every photo. The name is random: other nodes may try at the same time.</summary>
    private static void TryWrite(string folder)
    {
        var path = Path.Combine(folder, $"try-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        File.WriteAllText(path, "");
        File.Delete(path);
    }
}
