using Moomken.Bot.Host.Storage.Disk;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage;

/// <summary>
/// The keys of the vault, in the file <c>moomken.keys</c> beside the data. Whoever has the data without this file can
/// read nothing, and neither can we: it is backed up separately.
/// </summary>
public static class KeyFile
{
    public const string FileName = "moomken.keys";

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>
    /// Reads the keys, or makes them in a folder that has no data yet. Throws <see cref="StoreUnavailableException"/> when the
    /// file is missing though there is data, is not well formed, or can be read by others.
    /// </summary>
    /// <param name="dataDirectory">The data folder; made when it is missing.</param>
    /// <param name="dataFile">The store's data file, whose presence forbids making new keys.</param>
    public static Vault Open(string dataDirectory, string dataFile = "moomken.db") =>
        Open(dataDirectory, () => RefuseBesideData(Path.GetFullPath(dataDirectory), dataFile));

    /// <summary>The same for data that lies elsewhere. Every node needs the same keys, so they are made only for a place that has no data yet.</summary>
    public static Vault OpenFor(string dataDirectory, string place, Func<bool> hasData) => Open(dataDirectory, () =>
    {
        if (hasData())
        {
            throw new StoreUnavailableException(
                $"There is data in {place} but no key file {FileName} in {Path.GetFullPath(dataDirectory)}, and without it the data cannot be read. Copy it from another node, or from its own backup, and keep its mode 600.");
        }
    });

    private static Vault Open(string dataDirectory, Action refuseNewKeys)
    {
        var folder = Path.GetFullPath(dataDirectory);
        var path = Path.Combine(folder, FileName);
        DataFolder.Make(folder);
        try
        {
            if (!File.Exists(path))
            {
                refuseNewKeys();
                Make(folder, path);
            }

            RefuseOpenToOthers(path);
            return KeyLines.Read(path, File.ReadAllLines(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"The key file {path} cannot be made or read: {error.Message} Give the user that runs the service the right to write in that folder.", error);
        }
    }

    private static void RefuseBesideData(string folder, string dataFile)
    {
        if (new FileInfo(Path.Combine(folder, dataFile)) is { Exists: true, Length: > 0 })
        {
            throw new StoreUnavailableException(
                $"There is data in {folder} but no key file {FileName}, and without it the data cannot be read. Put the key file back from its own backup. If the data is not needed, move {dataFile} and its log away.");
        }
    }

    private static void RefuseOpenToOthers(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new StoreUnavailableException($"The key file {path} can be read by other users of this machine. Run: chmod 600 {path}");
        }
    }

    // Written whole under another name first: a power cut leaves either no key file or this one.
    private static void Make(string folder, string path)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FolderDisk.OwnerOnly;
        }

        using (var file = new FileStream(unfinished, options))
        {
            using (var text = new StreamWriter(file, leaveOpen: true))
            {
                text.Write(KeyLines.New());
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: false);
        DirectoryFlush.Flush(folder);
    }
}
