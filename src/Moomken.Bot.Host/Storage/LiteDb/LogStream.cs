using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// LiteDB's log as LiteDB sees it, over <see cref="LogFrames"/>: durable with the confirmed page, whatever LiteDB asks of <see cref="Flush"/>
/// (5.0.20 flushes after every page, 5.0.21 never does). LiteDB may write from a thread of its own, so a commit is durable only when
/// <see cref="WaitForCommit"/> says so.
/// </summary>
/// <remarks>
/// A failed write is kept in <see cref="Fault"/> and not thrown: LiteDB 5.0.20 would wait for itself for ever if its
/// writer saw an exception. After a fault nothing more is written, and the owner throws the engine away.
/// </remarks>
internal sealed class LogStream : PageStream
{
    private readonly LogFrames frames;
    private readonly object gate = new();
    private long commits;

    // Pages that were dealt with to the end, their flush included; behind written while a flush is under way.
    private long settled;

    public LogStream(IDiskFile file, TimeProvider time, StoreCounters counters, int confirmedByte)
    {
        frames = new LogFrames(file, time, counters, confirmedByte);
        settled = frames.Count;
    }

    public Exception? Fault { get; private set; }

    public override long Length => frames.Count * LogFrame.PageSize;

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

            return !frames.AreWaiting;
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
    public void Accept() => frames.Accept();

    /// <summary>Takes back what was written but never acknowledged, so that a work that failed does not come back later.</summary>
    public void TakeBack()
    {
        Fault ??= new IOException("The log was given up.");
        frames.TakeBack();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var (index, inPage) = Math.DivRem(Position, LogFrame.PageSize);
        count = (int)Math.Min(count, LogFrame.PageSize - inPage);
        var read = frames.Read(index, (int)inPage, buffer.AsSpan(offset, count));
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
            if (count != LogFrame.PageSize || index != frames.Count)
            {
                throw new IOException("LiteDB writes its log in another way than this version of the store knows.");
            }

            var committed = frames.Append(buffer.AsSpan(offset, count));
            lock (gate)
            {
                commits += committed ? 1 : 0;
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

        settled = 0;
        frames.Empty();
    }

    public override void Flush()
    {
        // The confirmed page is what is flushed; see Write.
    }
}
