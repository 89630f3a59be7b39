using System.Runtime.InteropServices;

namespace Moomken.Bot.Host.Storage.Disk;

/// <summary>
/// Makes a new or renamed file's name survive a power cut: on Linux the name lives in the folder, which .NET cannot
/// open to flush.
/// </summary>
internal static class DirectoryFlush
{
    /// <summary>Throws <see cref="IOException"/> when the system refuses. Does nothing on Windows, which keeps names in its journal.</summary>
    /// <param name="folder">The folder that holds the name.</param>
    /// <param name="required">True: also a file system without a flush for folders is an error, because what follows would claim more than it can keep.</param>
    public static void Flush(string folder, bool required = false)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Libc.OpenToRead(folder);
        if (descriptor < 0)
        {
            throw new IOException($"The folder {folder} cannot be opened (error {Marshal.GetLastPInvokeError()}).");
        }

        var failed = Libc.Fsync(descriptor) != 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Libc.Close(descriptor);

        // EINVAL: some network and container file systems have no flush for folders; they keep names by themselves.
        if (failed && (required || error != 22))
        {
            throw new IOException($"The folder {folder} cannot be flushed to disk (error {error}).", error);
        }
    }
}
