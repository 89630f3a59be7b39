using System.Net.Sockets;
using System.Text;
using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Control;

/// <summary>
/// The control socket's file in the data folder, as something that can be bound or connected to. An address of a unix socket
/// holds 107 bytes; a longer path is reached through this process's own descriptor of the folder, which is short.
/// </summary>
internal sealed class ControlPath : IDisposable
{
    public const string FileName = "control.sock";

    /// <summary>Bytes of <c>sun_path</c> without its closing zero: 108 on Linux, 104 on macOS.</summary>
    private const int LongestAddress = 103;

    private readonly int folder = -1;

    private ControlPath(string path, string address, int folder) => (Path, EndPoint, this.folder) = (path, new UnixDomainSocketEndPoint(address), folder);

    /// <summary>Where the file lies.</summary>
    public string Path { get; }

    public UnixDomainSocketEndPoint EndPoint { get; }

    /// <summary>Throws <see cref="IOException"/> when the path is too long and cannot be shortened.</summary>
    public static ControlPath In(string dataDirectory)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(dataDirectory), FileName);
        if (Encoding.UTF8.GetByteCount(path) <= LongestAddress)
        {
            return new ControlPath(path, path, -1);
        }

        var folder = OperatingSystem.IsLinux() ? Libc.OpenToRead(System.IO.Path.GetDirectoryName(path)!) : -1;
        var address = $"/proc/self/fd/{folder}";
        if (folder >= 0 && Directory.Exists(address))
        {
            return new ControlPath(path, $"{address}/{FileName}", folder);
        }

        if (folder >= 0)
        {
            _ = Libc.Close(folder);
        }

        throw new IOException(
            $"The path {path} is too long for a socket ({LongestAddress} bytes). Give the data folder a shorter path with Moomken__DataDirectory; a link to it will do.");
    }

    public void Dispose()
    {
        if (folder >= 0)
        {
            _ = Libc.Close(folder);
        }
    }
}
