using System.Net.Sockets;

namespace Moomken.Bot.Bench.Load.Http;

/// <summary>
/// Reads HTTP/1.1 messages from a socket. By hand, because the generator has one core and must leave none of it to a
/// client library: it has to drive a server that is several times faster than the ones we measure today.
/// </summary>
public sealed class HttpReader(Socket socket)
{
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    /// <returns>The next message, or null when the other side has closed the connection.</returns>
    /// <exception cref="InvalidDataException">What arrived is not HTTP/1.1.</exception>
    public async ValueTask<HttpMessage?> ReadAsync()
    {
        while (true)
        {
            if (start < end && HttpFrame.TryRead(buffer.AsSpan(start, end - start), out var frame))
            {
                var message = new HttpMessage(
                    buffer.AsMemory(start, frame.StartLine),
                    buffer.AsMemory(start + frame.BodyStart, frame.BodyLength));
                start += frame.Consumed;
                return message;
            }

            MakeRoom();
            var read = await socket.ReceiveAsync(buffer.AsMemory(end)).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            end += read;
        }
    }

    private void MakeRoom()
    {
        if (start == end)
        {
            (start, end) = (0, 0);
        }

        if (end < buffer.Length)
        {
            return;
        }

        var kept = end - start;
        var target = kept > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        Buffer.BlockCopy(buffer, start, target, 0, kept);
        (buffer, start, end) = (target, 0, kept);
    }
}
