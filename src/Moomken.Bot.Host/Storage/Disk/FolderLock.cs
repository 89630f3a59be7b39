using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.Disk;

/// <summary>
/// Holds a data folder for this process, until disposed or the process ends in any way. Two services on one folder would
/// destroy it.
/// </summary>
public sealed class FolderLock : IDisposable
{
    public const string FileName = "moomken.lock";

    private readonly FileStream file;

    private FolderLock(FileStream file) => this.file = file;

    /// <summary>Makes the folder when it is missing, with rights for its owner only. Throws <see cref="StoreUnavailableException"/>.</summary>
    public static FolderLock Take(string folder)
    {
        var full = Path.GetFullPath(folder);
        DataFolder.Make(full);
        var path = Path.Combine(full, FileName);
        var file = Open(full, path);
        try
        {
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return new FolderLock(file);
        }
        catch (IOException error)
        {
            file.Dispose();
            throw NotWritable(full, error);
        }
    }

    public void Dispose() => file.Dispose();

    private static FileStream Open(string folder, string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FolderDisk.OwnerOnly;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (IOException) when (ReadHolder(path) is { } holder)
        {
            throw new StoreUnavailableException(
                $"The data folder {folder} is in use by another process (process id {holder}). Stop that one first, or give this one its own folder with Moomken__DataDirectory.")
            { InUse = true };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, error);
        }
    }

    // .NET would ask for the lock even to read, so the file is opened past it. Null when there is no such file.
    private static string? ReadHolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return File.Exists(path) ? "unknown" : null;
        }

        var descriptor = Libc.OpenToRead(path);
        if (descriptor < 0)
        {
            return null;
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        Span<byte> text = stackalloc byte[20];
        var length = RandomAccess.Read(handle, text, 0);
        return int.TryParse(text[..length], CultureInfo.InvariantCulture, out var id) ? $"{id}" : "unknown";
    }

    private static StoreUnavailableException NotWritable(string folder, Exception error) => new(
        $"The data folder {folder} cannot be written: {error.Message} Give the user that runs the service the right to write there, or set Moomken__DataDirectory to another place.",
        error);
}
