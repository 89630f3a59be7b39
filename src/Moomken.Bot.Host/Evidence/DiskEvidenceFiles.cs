using Moomken.Bot.Evidence;
using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Evidence;

/// <summary>
/// Sealed evidence in the folder <c>evidence/</c> of the data folder: <c>evidence/X/Y/ID.original</c>, where X and Y are
/// the last two characters of the id (they are random; the first ones are the time and would fill one folder). Folders
/// and files belong to the owner alone, and names are ids, so that a listing tells nothing.
/// </summary>
public sealed class DiskEvidenceFiles : IEvidenceFiles
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string root;

    /// <param name="dataDirectory">The data folder; <c>evidence/</c> is made in it.</param>
    public DiskEvidenceFiles(string dataDirectory)
    {
        root = Path.Combine(Path.GetFullPath(dataDirectory), "evidence");
        MakeFolder(root);
    }

    public void Write(string id, EvidencePart part, ReadOnlySpan<byte> sealedBytes)
    {
        var path = PathOf(id, part);
        var folder = Path.GetDirectoryName(path)!;
        MakeFolder(folder);
        var temporary = $"{path}.part";
        using (var file = new FileStream(temporary, NewFile()))
        {
            file.Write(sealedBytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        DirectoryFlush.Flush(folder, required: true);
    }

    public byte[]? Read(string id, EvidencePart part)
    {
        try
        {
            return File.ReadAllBytes(PathOf(id, part));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Delete(string id)
    {
        var folder = Path.GetDirectoryName(PathOf(id, EvidencePart.Original))!;
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var part in Enum.GetValues<EvidencePart>())
        {
            File.Delete(PathOf(id, part));
            File.Delete($"{PathOf(id, part)}.part");
        }

        DirectoryFlush.Flush(folder, required: true);
    }

    // The id becomes a path, so nothing but our own ids may: a "../" in a damaged document must not reach outside.
    private string PathOf(string id, EvidencePart part) => id.Length == 26 && id.All(letter => IdSource.Alphabet.Contains(letter, StringComparison.Ordinal))
        ? Path.Combine(root, id[^1..], id[^2..^1], $"{id}.{(part == EvidencePart.Original ? "original" : "view")}")
        : throw new ArgumentException("Evidence ids are 26 characters as IdSource makes them.", nameof(id));

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return options;
    }

    // A new folder is itself an entry of the one above, which has to reach the disk as well.
    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var above = Path.GetDirectoryName(folder)!;
        MakeFolder(above);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnerFolder);
        DirectoryFlush.Flush(above, required: true);
    }
}
