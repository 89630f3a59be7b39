using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Moomken.Bot.Host.Evidence;

/// <summary>
/// Makes the entries of a folder durable. After a rename the file's bytes are on the disk, but until its folder is too a
/// power cut may bring back the folder without the name. .NET cannot open a folder, so this asks the system.
/// </summary>
internal static class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Throws <see cref="IOException"/> when the system refuses. Does nothing on Windows, which keeps names in its journal.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        if (descriptor < 0)
        {
            throw Failure(folder);
        }

        try
        {
            if (Sync(descriptor) != 0)
            {
                throw Failure(folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string folder) =>
        new($"The folder {folder} could not be flushed to the disk: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
