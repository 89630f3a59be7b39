using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>
/// A disk whose power can be cut. What was not flushed survives by sectors of 4 KiB at random, in any of the states it
/// had since the last flush; so does the file's length. It can also be full, or fail to flush.
/// </summary>
internal sealed class SimulatedDisk(Random random) : IDisk
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SimulatedFile> files = [];

    public string Place => "a simulated disk";

    /// <summary>Writes, flushes and length changes left until the power is cut; null: it stays on.</summary>
    public long? CutIn { get; set; }

    /// <summary>When set, the cut comes this many operations after the next write to the data file, which a checkpoint makes.</summary>
    public long? CutInAfterDataWrite { get; set; }

    public bool IsFull { get; set; }

    public bool FlushFails { get; set; }

    public bool IsCut { get; private set; }

    public IDiskFile Open(string name)
    {
        lock (gate)
        {
            if (!files.TryGetValue(name, out var file))
            {
                files.Add(name, file = new SimulatedFile([]));
            }

            return new Handle(this, name, file);
        }
    }

    /// <summary>The disk as it is found when the power is back.</summary>
    public SimulatedDisk AfterCut()
    {
        lock (gate)
        {
            IsCut = true;
            var survived = new SimulatedDisk(random);
            foreach (var (name, file) in files)
            {
                survived.files.Add(name, new SimulatedFile(file.Survivor(random)));
            }

            return survived;
        }
    }

    private static IOException DiskFull() => new("No space left on device", 28);

    // The operation that meets the cut has reached the disk's memory, but nobody is told.
    private void Count()
    {
        if (CutIn is { } left)
        {
            CutIn = left - 1;
            IsCut |= left <= 1;
        }

        ThrowWhenCut();
    }

    private void ThrowWhenCut()
    {
        if (IsCut)
        {
            throw new IOException("The power is off.", 5);
        }
    }

    private sealed class Handle(SimulatedDisk disk, string name, SimulatedFile file) : IDiskFile
    {
        public long Length
        {
            get
            {
                lock (disk.gate)
                {
                    return file.Length;
                }
            }
        }

        public int Read(Span<byte> target, long offset)
        {
            lock (disk.gate)
            {
                disk.ThrowWhenCut();
                return file.Read(target, offset);
            }
        }

        public void Write(ReadOnlySpan<byte> source, long offset)
        {
            lock (disk.gate)
            {
                disk.ThrowWhenCut();
                if (disk.IsFull && offset + source.Length > file.Length)
                {
                    // As a real one: what still fits is written, and then it fails.
                    file.Write(source[..(source.Length / 3)], offset);
                    throw DiskFull();
                }

                if (name.EndsWith(".db", StringComparison.Ordinal) && disk.CutInAfterDataWrite is { } more)
                {
                    (disk.CutIn, disk.CutInAfterDataWrite) = (more, null);
                }

                file.Write(source, offset);
                disk.Count();
            }
        }

        public void SetLength(long length)
        {
            lock (disk.gate)
            {
                disk.ThrowWhenCut();
                file.SetLength(length);
                disk.Count();
            }
        }

        public void Flush()
        {
            lock (disk.gate)
            {
                disk.Count();
                if (disk.FlushFails)
                {
                    throw new IOException("Input/output error", 5);
                }

                file.Flush();
            }
        }

        public void Dispose()
        {
            // The file stays on the disk.
        }
    }
}
