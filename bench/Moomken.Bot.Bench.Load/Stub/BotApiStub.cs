using System.Net;
using System.Net.Sockets;
using Moomken.Bot.Bench.Load.Http;
using Moomken.Bot.Bench.Load.Traffic;

namespace Moomken.Bot.Bench.Load.Stub;

/// <summary>The Bot API as the server under test sees it: answers every call at once and hands each sendMessage to the crowd.</summary>
public sealed class BotApiStub(Crowd crowd, TimeProvider time) : IDisposable
{
    private readonly QueuedUpdates queue = new(crowd);
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <exception cref="SocketException">The port is taken.</exception>
    public void Start(int port)
    {
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(512);
        _ = AcceptAsync();
    }

    public void Dispose() => listener.Dispose();

    /// <summary>Everybody's next word waits for the server to ask for it.</summary>
    public void Queue() => queue.Fill();

    private async Task AcceptAsync()
    {
        while (true)
        {
            var socket = await listener.AcceptAsync().ConfigureAwait(false);
            socket.NoDelay = true;
            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var owned = socket;
        var reader = new HttpReader(socket);
        try
        {
            while (await reader.ReadAsync().ConfigureAwait(false) is { } request)
            {
                var (answer, told) = IsGetUpdates(request) ? (ApiAnswers.Updates(await queue.Ask(request.Body).ConfigureAwait(false)), null) : Answer(request);
                await socket.SendAsync(answer).ConfigureAwait(false);

                // Only after the answer is out: what it sets off is the next update, and that must not delay this one.
                told?.Settle();
            }
        }
        catch (SocketException)
        {
            // The server under test went away; the turns it owes are counted as overdue.
        }
        catch (Exception fault) when (fault is InvalidDataException or System.Text.Json.JsonException)
        {
            crowd.Faults.Add($"the stub could not read a call: {fault.Message}");
        }
    }

    private static bool IsGetUpdates(HttpMessage request) => Path(request.StartLine.Span).EndsWith("/getUpdates"u8);

    private (byte[] Answer, Conversation? Told) Answer(HttpMessage request)
    {
        var path = Path(request.StartLine.Span);
        if (path.StartsWith("/file/"u8))
        {
            return (ApiAnswers.PhotoFile, null);
        }

        var method = path[(path.LastIndexOf((byte)'/') + 1)..];
        if (method.SequenceEqual("sendMessage"u8))
        {
            return Sent(request.Body.Span);
        }

        if (method.StartsWith("editMessage"u8))
        {
            return (ApiAnswers.Message(SentMessage.Chat(request.Body.Span) ?? 0, 1, time.GetUtcNow().ToUnixTimeSeconds()), null);
        }

        return (Plain(method), null);
    }

    private byte[] Plain(ReadOnlySpan<byte> method)
    {
        var answer = method switch
        {
            _ when method.SequenceEqual("answerCallbackQuery"u8) => ApiAnswers.True,
            _ when method.SequenceEqual("getMe"u8) => ApiAnswers.Me,
            _ when method.SequenceEqual("getFile"u8) => ApiAnswers.File,
            _ when method.SequenceEqual("getWebhookInfo"u8) => ApiAnswers.WebhookInfo,
            _ when method.StartsWith("set"u8) || method.StartsWith("delete"u8) || method.StartsWith("sendChatAction"u8) => ApiAnswers.True,
            _ => ApiAnswers.NotFound,
        };
        if (answer == ApiAnswers.NotFound)
        {
            crowd.Faults.Add($"the server called {System.Text.Encoding.ASCII.GetString(method)}, which the stub does not know");
        }

        return answer;
    }

    private (byte[] Answer, Conversation? Told) Sent(ReadOnlySpan<byte> body)
    {
        if (SentMessage.Chat(body) == crowd.FloodChat)
        {
            return (ApiAnswers.Message(crowd.FloodChat, 1, time.GetUtcNow().ToUnixTimeSeconds()), null);
        }

        if (SentMessage.Chat(body) is not { } chat || crowd.Find(chat) is not { } conversation)
        {
            crowd.Faults.Add("sendMessage for a chat that is not in this run, or not as a JSON body");
            return (ApiAnswers.BadRequest, null);
        }

        var messageId = conversation.Hear(body);
        return (ApiAnswers.Message(chat, messageId, time.GetUtcNow().ToUnixTimeSeconds()), conversation);
    }

    private static ReadOnlySpan<byte> Path(ReadOnlySpan<byte> requestLine)
    {
        var path = requestLine[(requestLine.IndexOf((byte)' ') + 1)..];
        path = path[..path.IndexOf((byte)' ')];
        var query = path.IndexOf((byte)'?');
        return query < 0 ? path : path[..query];
    }
}
