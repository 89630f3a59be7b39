using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>A reason for a stream to look for new lines; with a frame, something to send after them that is not stored.</summary>
public readonly record struct WebChatSignal(string? Frame = null, long AfterLine = long.MaxValue);

/// <summary>
/// One tab's WebSocket: first everything after its watermark, then whatever is committed. It reads the store itself, so
/// a line can be late here but never missing.
/// </summary>
public sealed class WebChatStream(
    WebChatTranscript transcript, TimeProvider time, string conversation, long watermark, string baseUrl, CancellationToken stopping)
    : IDisposable
{
    /// <summary>Close reason when another tab took this one's place; our page then waits until it is looked at.</summary>
    public const string Collision = "collision";

    /// <summary>Close reason when the chat was forgotten.</summary>
    public const string Ended = "ended";

    private const int MaxReceived = 16 * 1024;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(20);

    // Full means that many signals are waiting, each of which reads all new lines: one more can be dropped.
    private readonly Channel<WebChatSignal> signals = Channel.CreateBounded<WebChatSignal>(
        new BoundedChannelOptions(32) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private long position = watermark;
    private long lastBotLine;
    private string? endReason;

    public string Conversation => conversation;

    public void Signal(WebChatSignal signal) => signals.Writer.TryWrite(signal);

    public void End(string reason)
    {
        endReason = reason;
        ending.Cancel();
    }

    /// <summary>Runs until the client leaves, the service stops or the stream is ended.</summary>
    public async Task RunAsync(WebSocket socket)
    {
        Signal(new WebChatSignal());
        await using var timer = time.CreateTimer(_ => Signal(new WebChatSignal("")), null, KeepAlive, KeepAlive);
        var receiving = ReceiveAsync(socket);
        try
        {
            await foreach (var signal in signals.Reader.ReadAllAsync(ending.Token))
            {
                await ActAsync(socket, signal);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or StoreUnavailableException)
        {
            await CloseAsync(socket, receiving);
        }
        catch (WebSocketException)
        {
            // The client is gone; it comes back with its watermark.
        }

        socket.Abort();
        await receiving;
    }

    public void Dispose() => ending.Dispose();

    private async Task ActAsync(WebSocket socket, WebChatSignal signal)
    {
        await SendLinesAsync(socket);
        if (signal.Frame is { } frame && lastBotLine <= signal.AfterLine)
        {
            await SendAsync(socket, frame);
        }
    }

    private async Task SendLinesAsync(WebSocket socket)
    {
        while (await transcript.AfterAsync(conversation, position, ending.Token) is { Count: > 0 } lines)
        {
            position = lines[^1].Line;
            lastBotLine = lines.LastOrDefault(line => line.FromBot)?.Line ?? lastBotLine;
            await SendAsync(socket, DirectLineWire.Page(lines, position, baseUrl));
        }
    }

    private async Task SendAsync(WebSocket socket, string frame)
    {
        // A reader that takes nothing for so long is gone; holding its frames would only cost memory.
        using var timeout = new CancellationTokenSource(SendTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ending.Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, either.Token);
    }

    /// <summary>Clients send only keep-alives; what they send is read, so that a close is seen, and thrown away.</summary>
    private async Task ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[1024];
        var received = 0;
        try
        {
            while (true)
            {
                // Without a token: cancelling a read would abort the socket before it can say why it closes.
                var result = await socket.ReceiveAsync(buffer, CancellationToken.None);
                received = result.EndOfMessage ? 0 : received + result.Count;
                if (result.MessageType == WebSocketMessageType.Close || received > MaxReceived)
                {
                    break;
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // Ended from either side: the sending half closes.
        }

        await ending.CancelAsync();
    }

    private async Task CloseAsync(WebSocket socket, Task receiving)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        var (status, reason) = endReason is { } why ? (WebSocketCloseStatus.PolicyViolation, why) : (WebSocketCloseStatus.EndpointUnavailable, "closing");
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        try
        {
            await socket.CloseOutputAsync(status, reason, timeout.Token);
            await receiving.WaitAsync(timeout.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // It left first, or does not answer.
        }
    }
}
