using System.Text;
using Moomken.Bot.Host.Operations;

namespace Moomken.Bot.Host.Control;

/// <summary>The operator at the other end of the control socket.</summary>
internal sealed class FrameOutput(Stream socket) : IOperatorOutput
{
    /// <summary>For a command to write the last bytes to its disk. One of an older version never says that it has the file.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private volatile TaskCompletionSource? keeping;
    private volatile bool gone;

    /// <summary>The command has the file on its disk.</summary>
    public void Kept() => keeping?.TrySetResult();

    /// <summary>Nothing comes from the command any more.</summary>
    public void Gone()
    {
        gone = true;
        keeping?.TrySetException(Unkept());
    }

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

    /// <summary>
    /// What fails in the middle leaves the file without its end, and the command throws it away. Returns when the command says that it has the
    /// file: what follows, codes that now work or a time in a book, counts on it.
    /// </summary>
    public async Task FileAsync(string name, string said, Func<Stream, Task> write)
    {
        var kept = keeping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(FrameKind.File, Encoding.UTF8.GetBytes($"{name}\n{said}"));
        await using (var bytes = new BufferedStream(new BytesOut(this), Frames.MaxBytes))
        {
            await write(bytes);
        }

        Send(FrameKind.FileEnd, []);
        try
        {
            await (gone ? Task.FromException(Unkept()) : kept.Task.WaitAsync(Patience));
        }
        catch (TimeoutException)
        {
            throw new IOException($"the command did not say within {Patience.TotalMinutes:0} minutes that it has the file. Run it from the same version as the service.");
        }
    }

    private void Send(FrameKind kind, ReadOnlySpan<byte> bytes)
    {
        try
        {
            Frames.Write(socket, kind, bytes);
        }
        catch (IOException)
        {
            throw Unkept();
        }
    }

    private static IOException Unkept() => new("the command went away before it had the file.");

    /// <summary>What is written becomes frames of bytes.</summary>
    private sealed class BytesOut(FrameOutput output) : Stream
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
                output.Send(FrameKind.Bytes, buffer.AsSpan(from, Math.Min(Frames.MaxBytes, offset + count - from)));
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
