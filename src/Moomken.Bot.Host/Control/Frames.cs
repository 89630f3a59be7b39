using System.Buffers.Binary;
using System.Text;

namespace Moomken.Bot.Host.Control;

/// <summary>One frame: its kind, four bytes of length (big-endian), its bytes.</summary>
internal readonly record struct Frame(FrameKind Kind, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);
}

internal static class Frames
{
    /// <summary>Bytes in one frame at most: a wrong length must not ask for memory that is not there.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int Head = 5;

    /// <summary>Null when the other end has closed. Throws <see cref="IOException"/> for what is no frame.</summary>
    public static async Task<Frame?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var head = new byte[Head];
        if (await stream.ReadAtLeastAsync(head, Head, throwOnEndOfStream: false, cancellation) < Head)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1));
        if (length is < 0 or > MaxBytes)
        {
            throw new IOException("What came over the control socket is not from this program.");
        }

        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, cancellation);
        return new Frame((FrameKind)head[0], bytes);
    }

    public static void Write(Stream stream, FrameKind kind, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MaxBytes);

        // In one write: whoever has read the head of an empty frame may already have gone.
        var frame = new byte[Head + bytes.Length];
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), bytes.Length);
        bytes.CopyTo(frame.AsSpan(Head));
        stream.Write(frame);
    }

    /// <summary>A text too long for a frame is cut: it is a line for a terminal.</summary>
    public static void Write(Stream stream, FrameKind kind, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Write(stream, kind, bytes.AsSpan(0, Math.Min(bytes.Length, MaxBytes)));
    }
}
