using System.Net;
using System.Net.Sockets;
using System.Text;
using Moomken.Bot.Bench.Load.Http;

namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>One keep-alive connection over which updates are posted as Telegram posts them, one at a time.</summary>
public sealed class WebhookConnection : IDisposable
{
    private const int LengthDigits = 6;

    private readonly IPEndPoint server;
    private readonly byte[] request = new byte[16 * 1024];
    private readonly int bodyStart;
    private Socket? socket;
    private HttpReader? reader;

    public WebhookConnection(Uri webhook, string secret)
    {
        server = new IPEndPoint(IPAddress.Loopback, webhook.Port);
        var head = $"POST {webhook.PathAndQuery} HTTP/1.1\r\nHost: {webhook.Authority}\r\nContent-Type: application/json\r\n"
            + $"Accept-Encoding: gzip, deflate\r\nX-Telegram-Bot-Api-Secret-Token: {secret}\r\n"
            + $"Content-Length: {new string(' ', LengthDigits)}\r\n\r\n";
        bodyStart = Encoding.ASCII.GetBytes(head, request);
    }

    /// <summary>Where the next update's body goes.</summary>
    internal Span<byte> Body => request.AsSpan(bodyStart);

    /// <summary>Posts the first <paramref name="length"/> bytes of <see cref="Body"/> and returns the status.</summary>
    /// <exception cref="SocketException">The server cannot be reached or closed the connection.</exception>
    public async ValueTask<int> PostAsync(int length)
    {
        if (socket is null)
        {
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server).ConfigureAwait(false);
            reader = new HttpReader(socket);
        }

        var digits = request.AsSpan(bodyStart - 4 - LengthDigits, LengthDigits);
        digits.Fill((byte)' ');
        length.TryFormat(digits, out _);
        await socket.SendAsync(request.AsMemory(0, bodyStart + length)).ConfigureAwait(false);
        return await reader!.ReadAsync().ConfigureAwait(false) is { } response
            ? response.Status
            : throw new SocketException((int)SocketError.ConnectionReset);
    }

    /// <summary>Forgets a broken connection; the next post opens a new one.</summary>
    public void Reset()
    {
        socket?.Dispose();
        socket = null;
    }

    public void Dispose() => Reset();
}
