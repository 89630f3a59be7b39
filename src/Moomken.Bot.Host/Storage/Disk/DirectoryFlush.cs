using System.Runtime.InteropServices;

namespace Moomken.Bot.Host.Storage.Disk;

/// <summary>
/// Makes a new or renamed file's name survive a power cut: on Linux the name lives in the folder, which .NET cannot
/// open to flush.
/// </summary>
internal static class DirectoryFlush
{
    public static void Flush(string folder)
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
        if (failed && error != 22)
        {
            throw new IOException($"The folder {folder} cannot be flushed to disk (error {error}).", error);
        }
    }
}
