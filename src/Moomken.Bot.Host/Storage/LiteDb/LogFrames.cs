using System.Buffers.Binary;
using System.Security.Cryptography;
using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// The pages of LiteDB's log as checksummed frames in a file. They wait in memory until their transaction's last page comes, the one with
/// the confirmed mark; then all are written with one pwrite and one fsync.
/// </summary>
internal sealed class LogFrames
{
    // Transactions larger than this (2 MB) go out in pieces; they are committed by their last page all the same.
    private const int MostPending = 256;

    private readonly IDiskFile file;
    private readonly TimeProvider time;
    private readonly StoreCounters counters;
    private readonly int confirmedByte;
    private byte[] pending = new byte[16 * LogFrame.Size];
    private int pendingFrames;
    private long epoch;
    private long written;
    private long accepted;

    public LogFrames(IDiskFile file, TimeProvider time, StoreCounters counters, int confirmedByte)
    {
        (this.file, this.time, this.counters, this.confirmedByte) = (file, time, counters, confirmedByte);
        var scan = LogScan.Of(file, confirmedByte);
        (written, accepted) = (scan.Frames, scan.Frames);
        epoch = scan.Frames > 0 ? scan.Epoch : NewEpoch();
        if (file.Length != scan.Frames * LogFrame.Size)
        {
            file.SetLength(scan.Frames * LogFrame.Size);
        }

        // After a kill the frames may be in the page cache only, and a cut-off length may not be on disk: both must be
        // before anyone reads or appends.
        FlushFile();
    }

    public long Count => written + pendingFrames;

    /// <summary>True while a transaction's last page has not come.</summary>
    public bool AreWaiting => pendingFrames > 0;

    /// <summary>True when the page was its transaction's last: then all of it is durable.</summary>
    public bool Append(ReadOnlySpan<byte> page)
    {
        if ((pendingFrames + 1) * LogFrame.Size > pending.Length)
        {
            Array.Resize(ref pending, pending.Length * 2);
        }

        LogFrame.Write(pending.AsSpan(pendingFrames * LogFrame.Size), page, epoch, written + pendingFrames);
        pendingFrames++;
        if (page[confirmedByte] != 0)
        {
            WritePending();
            FlushFile();
            return true;
        }

        if (pendingFrames == MostPending)
        {
            WritePending();
        }

        return false;
    }

    public int Read(long index, int inPage, Span<byte> target) => index >= written
        ? ReadPending(index - written, inPage, target)
        : file.Read(target, (index * LogFrame.Size) + LogFrame.HeaderSize + inPage);

    public void Empty()
    {
        pendingFrames = 0;
        written = 0;
        accepted = 0;
        epoch = NewEpoch();
        file.SetLength(0);

        // Before the first frame of the next epoch, or a power cut could bring old frames back under it.
        FlushFile();
    }

    public void Accept() => accepted = written;

    public void TakeBack()
    {
        if (file.Length > accepted * LogFrame.Size)
        {
            file.SetLength(accepted * LogFrame.Size);
            file.Flush();
        }
    }

    private void WritePending()
    {
        file.Write(pending.AsSpan(0, pendingFrames * LogFrame.Size), written * LogFrame.Size);
        counters.AddLogPages(pendingFrames);
        written += pendingFrames;
        pendingFrames = 0;
    }

    private int ReadPending(long index, int inPage, Span<byte> target)
    {
        if (index >= pendingFrames)
        {
            return 0;
        }

        pending.AsSpan(((int)index * LogFrame.Size) + LogFrame.HeaderSize + inPage, target.Length).CopyTo(target);
        return target.Length;
    }

    private void FlushFile()
    {
        var start = time.GetTimestamp();
        file.Flush();
        counters.AddFsync(time.GetElapsedTime(start));
    }

    private static long NewEpoch() => BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;
}
