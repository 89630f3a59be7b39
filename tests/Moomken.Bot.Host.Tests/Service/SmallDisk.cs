using System.Diagnostics;
using Moomken.Bot.Host.Tests.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>
/// A disk that can be full (and is large enough for two full journals until then). A small one of its own where this machine lets us mount one; elsewhere the process is forbidden to
/// let its files grow, which fails its writes in the same places.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly bool mounted;

    public SmallDisk() => mounted = Run("mount", "-t", "tmpfs", "-o", "size=256m", "moomken-test", folder.Path) == 0;

    public string DataFolder => folder.File("data");

    /// <summary>What the service must say while it is full.</summary>
    public string Problem => mounted
        ? $"The disk that holds {DataFolder} is full. Free some space: the service goes on by itself, without a restart."
        : $"The disk that holds {DataFolder} gave an error: The file may not grow any more: a limit on file sizes (ulimit -f, systemd's LimitFSIZE) or the file system's own is reached. Look into the kernel's log. The service tries again with each message.";

    /// <summary>Without this the limit would end the process by a signal instead of failing its write.</summary>
    public static IReadOnlyList<string> Through => ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"];

    public void Fill(int process)
    {
        if (!mounted)
        {
            Assert.Equal(0, Run("prlimit", "--pid", $"{process}", "--fsize=1:unlimited"));
            return;
        }

        using var ballast = new FileStream(folder.File("ballast"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            // Full, to the last page.
        }
    }

    public void MakeRoom(int process)
    {
        if (mounted)
        {
            File.Delete(folder.File("ballast"));
        }
        else
        {
            Assert.Equal(0, Run("prlimit", "--pid", $"{process}", "--fsize=unlimited:unlimited"));
        }
    }

    public void Dispose()
    {
        if (mounted)
        {
            Run("umount", folder.Path);
        }

        folder.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
