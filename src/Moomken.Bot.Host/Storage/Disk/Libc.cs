using System.Runtime.InteropServices;
using System.Text;

namespace Moomken.Bot.Host.Storage.Disk;

/// <summary>What .NET does not offer on Linux and macOS: flushing a folder, opening a file without asking for its lock, and who we are.</summary>
internal static class Libc
{
    /// <summary>Gives a file descriptor, or a negative number and <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    public static int OpenToRead(string path) => Open(Encoding.UTF8.GetBytes(path + '\0'), 0);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Close(int descriptor);

    /// <summary>The user whose rights this process has.</summary>
    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
