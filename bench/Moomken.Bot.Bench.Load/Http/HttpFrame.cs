using System.Buffers.Text;

namespace Moomken.Bot.Bench.Load.Http;

/// <summary>Where the parts of one whole message lie in a buffer.</summary>
internal readonly record struct HttpFrame(int StartLine, int BodyStart, int BodyLength, int Consumed)
{
    /// <summary>False while the message is incomplete. A chunked body is put together in place.</summary>
    /// <exception cref="InvalidDataException">A length or a chunk size that is not a number.</exception>
    public static bool TryRead(Span<byte> buffer, out HttpFrame frame)
    {
        frame = default;
        var head = buffer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var startLine = buffer.IndexOf("\r\n"u8);
        var bodyStart = head + 4;
        var (length, chunked) = ReadLength(buffer[startLine..(head + 2)]);
        if (chunked)
        {
            // Only a complete body may be moved together: a half one would be read a second time.
            return TryMeasure(buffer[bodyStart..], out var size, out var consumed, join: false)
                && TryMeasure(buffer[bodyStart..], out size, out consumed, join: true)
                && Found(new(startLine, bodyStart, size, bodyStart + consumed), out frame);
        }

        return buffer.Length - bodyStart >= length
            && Found(new(startLine, bodyStart, length, bodyStart + length), out frame);
    }

    private static bool Found(HttpFrame found, out HttpFrame frame)
    {
        frame = found;
        return true;
    }

    private static (int Length, bool Chunked) ReadLength(ReadOnlySpan<byte> headers)
    {
        var length = 0;
        while (headers.Length > 2)
        {
            headers = headers[2..];
            var line = headers[..headers.IndexOf("\r\n"u8)];
            headers = headers[line.Length..];
            if (Is(line, "content-length:"u8))
            {
                length = Number(line["content-length:"u8.Length..].Trim(" \t"u8), 'D');
            }
            else if (Is(line, "transfer-encoding:"u8) && line.IndexOf("chunked"u8) > 0)
            {
                return (0, true);
            }
        }

        return (length, false);
    }

    private static bool TryMeasure(Span<byte> body, out int size, out int consumed, bool join)
    {
        (size, consumed) = (0, 0);
        while (true)
        {
            var line = body[consumed..].IndexOf("\r\n"u8);
            if (line < 0)
            {
                return false;
            }

            var chunk = Number(body.Slice(consumed, line), 'X');
            var data = consumed + line + 2;
            consumed = data + chunk + 2;
            if (consumed > body.Length || chunk == 0)
            {
                return consumed <= body.Length;
            }

            if (join)
            {
                body.Slice(data, chunk).CopyTo(body[size..]);
            }

            size += chunk;
        }
    }

    private static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length > name.Length && System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name);

    private static int Number(ReadOnlySpan<byte> digits, char format) =>
        Utf8Parser.TryParse(digits, out int number, out _, format) && number >= 0
            ? number
            : throw new InvalidDataException("A length in an HTTP message is not a number.");
}
