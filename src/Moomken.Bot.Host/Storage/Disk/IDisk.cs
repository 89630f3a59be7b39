namespace Moomken.Bot.Host.Storage.Disk;

/// <summary>The files of the data folder. The second implementation is the simulated disk of the power-loss tests.</summary>
public interface IDisk
{
    /// <summary>Where the files are, for messages.</summary>
    string Place { get; }

    /// <summary>Opens a file, made empty when it is not there; the making survives a power cut.</summary>
    IDiskFile Open(string name);
}

/// <summary>One file. Not thread-safe. Every member may throw <see cref="IOException"/>.</summary>
public interface IDiskFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads until <paramref name="target"/> is full or the file ends; gives the bytes read.</summary>
    int Read(Span<byte> target, long offset);

    void Write(ReadOnlySpan<byte> source, long offset);

    void SetLength(long length);

    /// <summary>Returns when what was written, and the length, would survive a power cut (fsync).</summary>
    void Flush();
}
