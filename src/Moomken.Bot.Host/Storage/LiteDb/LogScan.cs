using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>What a log file holds that can be trusted: the frames up to the last commit before the first bad frame.</summary>
/// <param name="Frames">Whole frames of committed transactions.</param>
/// <param name="Epoch">The epoch of those frames; 0 when there are none.</param>
internal sealed record LogScan(long Frames, long Epoch)
{
    private const int FramesAtOnce = 64;

    public static LogScan Of(IDiskFile file, int confirmedByte)
    {
        var buffer = new byte[FramesAtOnce * LogFrame.Size];
        long frames = 0, committed = 0, epoch = 0;
        while (true)
        {
            var read = file.Read(buffer, frames * LogFrame.Size);
            for (var offset = 0; offset + LogFrame.Size <= read; offset += LogFrame.Size, frames++)
            {
                var frame = buffer.AsSpan(offset, LogFrame.Size);
                epoch = frames == 0 ? LogFrame.Epoch(frame) : epoch;
                if (!LogFrame.IsWhole(frame, epoch, frames))
                {
                    return new LogScan(committed, epoch);
                }

                if (frame[LogFrame.HeaderSize + confirmedByte] != 0)
                {
                    committed = frames + 1;
                }
            }

            if (read < buffer.Length)
            {
                return new LogScan(committed, epoch);
            }
        }
    }
}
