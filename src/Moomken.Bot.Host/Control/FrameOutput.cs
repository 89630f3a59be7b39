using Moomken.Bot.Host.Operations;

namespace Moomken.Bot.Host.Control;

/// <summary>The operator at the other end of the control socket.</summary>
internal sealed class FrameOutput(Stream socket) : IOperatorOutput
{
    public Task LineAsync(string text)
    {
        Frames.Write(socket, FrameKind.Line, text);
        return Task.CompletedTask;
    }

    public Task FaultAsync(string text)
    {
        Frames.Write(socket, FrameKind.Fault, text);
        return Task.CompletedTask;
    }

    /// <summary>What fails in the middle leaves the file without its end, and the command throws it away.</summary>
    public async Task FileAsync(string name, string said, Func<Stream, Task> write)
    {
        Frames.Write(socket, FrameKind.File, $"{name}\n{said}");
        await using (var bytes = new BufferedStream(new BytesOut(socket), Frames.MaxBytes))
        {
            await write(bytes);
        }

        Frames.Write(socket, FrameKind.FileEnd, []);
    }

    /// <summary>What is written becomes frames of bytes.</summary>
    private sealed class BytesOut(Stream socket) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            for (var from = offset; from < offset + count; from += Frames.MaxBytes)
            {
                Frames.Write(socket, FrameKind.Bytes, buffer.AsSpan(from, Math.Min(Frames.MaxBytes, offset + count - from)));
            }
        }

        public override void Flush()
        {
            // Frames leave as they are written.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
