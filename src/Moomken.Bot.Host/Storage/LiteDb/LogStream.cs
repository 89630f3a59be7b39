using System.Buffers.Binary;
using System.Security.Cryptography;
using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// LiteDB's log, kept in checksummed frames. Pages wait in memory until their transaction's last page comes, the one with
/// the confirmed mark; then all are written with one pwrite and one fsync, whatever LiteDB asks of <see cref="Flush"/>
/// (5.0.20 flushes after every page, 5.0.21 never does). LiteDB may write from a thread of its own, so a commit is
/// durable only when <see cref="WaitForCommit"/> says so.
/// </summary>
/// <remarks>
/// A failed write is kept in <see cref="Fault"/> and not thrown: LiteDB 5.0.20 would wait for itself for ever if its
/// writer saw an exception. After a fault nothing more is written, and the owner throws the engine away.
/// </remarks>
internal sealed class LogStream : PageStream
{
    // Transactions larger than this (2 MB) go out in pieces; they are committed by their last page all the same.
    private const int MostPending = 256;

    private readonly IDiskFile file;
    private readonly TimeProvider time;
    private readonly StoreCounters counters;
    private readonly int confirmedByte;
    private readonly object gate = new();
    private byte[] pending = new byte[16 * LogFrame.Size];
    private int pendingFrames;
    private long epoch;
    private long written;
    private long commits;
    private long accepted;

    // Pages that were dealt with to the end, their flush included; behind written while a flush is under way.
    private long settled;

    public LogStream(IDiskFile file, TimeProvider time, StoreCounters counters, int confirmedByte)
    {
        (this.file, this.time, this.counters, this.confirmedByte) = (file, time, counters, confirmedByte);
        var scan = LogScan.Of(file, confirmedByte);
        (written, accepted, settled) = (scan.Frames, scan.Frames, scan.Frames);
        epoch = scan.Frames > 0 ? scan.Epoch : NewEpoch();
        if (file.Length != scan.Frames * LogFrame.Size)
        {
            file.SetLength(scan.Frames * LogFrame.Size);
        }

        // After a kill the frames may be in the page cache only, and a cut-off length may not be on disk: both must be
        // before anyone reads or appends.
        FlushFile();
    }

    public Exception? Fault { get; private set; }

    public override long Length => (written + pendingFrames) * LogFrame.PageSize;

    /// <summary>Commits made durable since this stream was opened.</summary>
    public long Commits
    {
        get
        {
            lock (gate)
            {
                return commits;
            }
        }
    }

    /// <summary>
    /// Waits until LiteDB has handed over this many pages, and tells whether they end with a commit: whether nothing
    /// waits in memory for its transaction's last page. False also when they do not come in time.
    /// </summary>
    public bool EndsInCommit(long pages, TimeSpan patience)
    {
        lock (gate)
        {
            while (settled < pages && Fault is null)
            {
                if (!Monitor.Wait(gate, patience))
                {
                    return false;
                }
            }

            return pendingFrames == 0;
        }
    }

    /// <summary>Returns when <paramref name="number"/> commits are durable; throws <see cref="IOException"/> when they cannot be, or in the time given.</summary>
    public void WaitForCommit(long number, TimeSpan patience)
    {
        lock (gate)
        {
            while (commits < number && Fault is null)
            {
                if (!Monitor.Wait(gate, patience))
                {
                    throw new IOException("LiteDB wrote no confirmed page for a commit.");
                }
            }
        }

        if (Fault is not null)
        {
            throw new IOException("The log could not be written.", Fault);
        }
    }

    /// <summary>The works up to here have been told that they are durable.</summary>
    public void Accept() => accepted = written;

    /// <summary>Takes back what was written but never acknowledged, so that a work that failed does not come back later.</summary>
    public void TakeBack()
    {
        Fault ??= new IOException("The log was given up.");
        if (file.Length > accepted * LogFrame.Size)
        {
            file.SetLength(accepted * LogFrame.Size);
            file.Flush();
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var (index, inPage) = Math.DivRem(Position, LogFrame.PageSize);
        count = (int)Math.Min(count, LogFrame.PageSize - inPage);
        var target = buffer.AsSpan(offset, count);
        var read = index >= written ? ReadPending(index - written, (int)inPage, target)
            : file.Read(target, (index * LogFrame.Size) + LogFrame.HeaderSize + inPage);
        Position += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        var index = Position / LogFrame.PageSize;
        Position += count;
        if (Fault is not null)
        {
            return;
        }

        try
        {
            if (count != LogFrame.PageSize || index != written + pendingFrames)
            {
                throw new IOException("LiteDB writes its log in another way than this version of the store knows.");
            }

            Append(buffer.AsSpan(offset, count));
            lock (gate)
            {
                settled = index + 1;
                Monitor.PulseAll(gate);
            }
        }
        catch (Exception error)
        {
            lock (gate)
            {
                Fault = error;
                Monitor.PulseAll(gate);
            }
        }
    }

    /// <summary>LiteDB empties the log when a checkpoint has put everything into the data file.</summary>
    public override void SetLength(long value)
    {
        if (value != 0)
        {
            throw new NotSupportedException("The log is only ever emptied whole.");
        }

        pendingFrames = 0;
        written = 0;
        accepted = 0;
        settled = 0;
        epoch = NewEpoch();
        file.SetLength(0);

        // Before the first frame of the next epoch, or a power cut could bring old frames back under it.
        FlushFile();
    }

    public override void Flush()
    {
        // The confirmed page is what is flushed; see Write.
    }

    private void Append(ReadOnlySpan<byte> page)
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
            lock (gate)
            {
                commits++;
            }
        }
        else if (pendingFrames == MostPending)
        {
            WritePending();
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
