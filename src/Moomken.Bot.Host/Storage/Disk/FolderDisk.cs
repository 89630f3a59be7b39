using Microsoft.Win32.SafeHandles;

namespace Moomken.Bot.Host.Storage.Disk;

/// <summary>A real folder. Files are made with rights for their owner only.</summary>
public sealed class FolderDisk(string folder) : IDisk
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Place { get; } = Path.GetFullPath(folder);

    public IDiskFile Open(string name)
    {
        var path = Path.Combine(Place, name);
        var isNew = !File.Exists(path);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var stream = new FileStream(path, options);
        if (isNew)
        {
            DirectoryFlush.Flush(Place);
        }

        return new FolderFile(stream);
    }

    private sealed class FolderFile(FileStream stream) : IDiskFile
    {
        private readonly SafeFileHandle handle = stream.SafeFileHandle;

        public long Length => RandomAccess.GetLength(handle);

        public int Read(Span<byte> target, long offset)
        {
            var total = 0;
            while (total < target.Length)
            {
                var read = RandomAccess.Read(handle, target[total..], offset + total);
                if (read == 0)
                {
                    break;
                }

                total += read;
            }

            return total;
        }

        public void Write(ReadOnlySpan<byte> source, long offset)
        {
            try
            {
                RandomAccess.Write(handle, source, offset);
            }
            catch (ArgumentOutOfRangeException)
            {
                // .NET's word for EFBIG; for everybody above it is one more way in which a disk takes no more.
                throw new IOException("The file may not grow any more: a limit on file sizes (ulimit -f, systemd's LimitFSIZE) or the file system's own is reached.");
            }
        }

        public void SetLength(long length) => RandomAccess.SetLength(handle, length);

        public void Flush() => RandomAccess.FlushToDisk(handle);

        public void Dispose() => stream.Dispose();
    }
}
