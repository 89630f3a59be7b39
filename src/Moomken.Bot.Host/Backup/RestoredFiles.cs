using System.Security.Cryptography;
using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Backup;

/// <summary>
/// Evidence and uploads of an archive on their way to their place. They go one by one, so that a restore that was cut off among them
/// goes on; a file that is not of the archive is never touched.
/// </summary>
/// <param name="root">The folder that holds both folders of files.</param>
internal sealed class RestoredFiles(string root)
{
    private static readonly string[] Folders = ["evidence", "uploads"];

    /// <summary>Throws <see cref="BackupBrokenException"/> when there is any file: nothing of an archive can be there yet.</summary>
    public void RefuseAny()
    {
        if (Folders.FirstOrDefault(folder => In(root, folder).Any()) is { } folder)
        {
            throw new BackupBrokenException($"{Path.Combine(root, folder)} is not empty and is not touched. Move it away (do not delete it), or set Storage__FilesDirectory to another folder.");
        }
    }

    /// <summary>The same for files that are not byte for byte of this archive: what an earlier run has put there stays.</summary>
    public void RefuseOthers(BackupManifest manifest)
    {
        var own = manifest.Files.ToHashSet();
        if (Folders.SelectMany(folder => In(root, folder)).FirstOrDefault(path => !own.Contains(Described(path))) is { } path)
        {
            throw new BackupBrokenException($"{path} is not a file of this archive, or not as it is there, and is not touched. Move it away (do not delete it), and run the same restore again; it goes on where it was.");
        }
    }

    /// <summary>Moves what is not at its place yet. On disk for good when it returns.</summary>
    /// <param name="unpacked">The archive, on the same file system.</param>
    /// <param name="reached">Told after each file.</param>
    public void Take(string unpacked, FaultPoint? reached)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal) { root };
        foreach (var from in Folders.SelectMany(folder => In(unpacked, folder)))
        {
            var to = Path.Combine(root, Path.GetRelativePath(unpacked, from));
            for (var folder = Path.GetDirectoryName(to)!; changed.Add(folder);)
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            DataFolder.Make(Path.GetDirectoryName(to)!);
            if (!File.Exists(to))
            {
                File.Move(from, to);
            }

            reached?.Invoke(RestorePoints.Moved);
        }

        foreach (var folder in changed)
        {
            DirectoryFlush.Flush(folder);
        }
    }

    private static IEnumerable<string> In(string root, string folder) =>
        Path.Combine(root, folder) is var path && Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : [];

    private BackupFile Described(string path)
    {
        using var file = File.OpenRead(path);
        var hash = SHA256.HashData(file);
        return new BackupFile(Path.GetRelativePath(root, path).Replace('\\', '/'), file.Length, Convert.ToHexStringLower(hash));
    }
}
