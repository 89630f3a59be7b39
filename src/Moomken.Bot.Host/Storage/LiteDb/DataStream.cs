using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>
/// LiteDB's data file. It may be written while the file is made and during a checkpoint, and at no other time: LiteDB
/// marks page 0 behind our back when it meets a fault, and that write is not protected by the log.
/// </summary>
internal sealed class DataStream(IDiskFile file, TimeProvider time, StoreCounters counters) : PageStream
{
    public bool MayWrite { get; set; }

    public override long Length => file.Length;

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = file.Read(buffer.AsSpan(offset, count), Position);
        Position += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Check();
        file.Write(buffer.AsSpan(offset, count), Position);
        Position += count;
    }

    public override void SetLength(long value)
    {
        Check();
        file.SetLength(value);
    }

    public override void Flush()
    {
        if (MayWrite)
        {
            var start = time.GetTimestamp();
            file.Flush();
            counters.AddFsync(time.GetElapsedTime(start));
        }
    }

    // Not an IOException: LiteDB repeats those for a minute.
    private void Check()
    {
        if (!MayWrite)
        {
            throw new InvalidOperationException("The data file is written in a checkpoint only.");
        }
    }
}
