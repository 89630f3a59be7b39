using System.Net;
using System.Net.Sockets;
using System.Text;
using Moomken.Bot.Conversations;
using Moomken.Bot.Host.Channels.WebChat;
using Moomken.Bot.Incidents;
using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>
/// What nobody may post, to every route of the service that takes a POST; the list is the service's own, so that a new route
/// is tried by itself. Each is tried by a stranger and by somebody whose proof is right.
/// </summary>
[Collection(ServiceTests.Name)]
public sealed class PostRoutesTests
{
    private const int Giant = 5 * 1024 * 1024;

    /// <summary>A body without end is answered before this much of it was taken: far above every limit, far below memory.</summary>
    private const int MostOfEndless = 64 * 1024 * 1024;

    private const long MostGrowth = 64L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A route that has an answer of its own to what it cannot read. Telegram and Kannel bring what is refused again and again,
    /// so it is kept as a dead letter and taken; the others need no body, and what comes in it is not read.
    /// </summary>
    private static readonly string[] MayTake =
    [
        "/webhooks/telegram", "/webhooks/kannel/message", "/chat/session", "/v3/directline/tokens/generate", "/v3/directline/tokens/refresh", "/v3/directline/conversations",
    ];

    private static readonly string[] Kinds = ["giant", "endless", "nested", "header", "type", "no type", "empty"];

    [Fact]
    public async Task Whatever_is_posted_to_any_route_it_is_turned_away_without_effect()
    {
        await using var service = await WholeService.Start();
        Assert.Contains("/webhooks/twilio/status", service.PostRoutes);
        Assert.True(service.PostRoutes.Count > 10, string.Join('\n', service.PostRoutes));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var wrong = new List<string>();
        foreach (var (kind, route) in Kinds.SelectMany(kind => service.PostRoutes.Select(route => (kind, route))))
        {
            foreach (var proof in new[] { "", service.ProofFor(route) }.Distinct())
            {
                var status = await Send(service.Port, route, proof, kind);
                var isTaken = status is 200 or 201 or 204 && kind != "header" && (MayTake.Contains(route) || IsOwnFile(route, proof, kind));
                if (!isTaken && status is not (>= 400 and < 500))
                {
                    wrong.Add($"{route} answered {status} to {kind}{(proof.Length > 0 ? " with its proof" : "")}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        Assert.Equal(200, await Send(service.Port, "/health/live", "", "get"));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostGrowth);
        await service.Store.ReadAsync(store =>
        {
            Assert.All(store.Scan(Conversation.Documents, 10), conversation => Assert.Equal(WebChatChannel.ChannelName, conversation.Channel));
            Assert.Empty(store.Scan(Incident.Documents, 10));
            return true;
        });
    }

    /// <summary>A person's own file may be anything up to its limit: it is kept for them and never run.</summary>
    private static bool IsOwnFile(string route, string proof, string kind) =>
        route.EndsWith("/upload", StringComparison.Ordinal) && proof.Length > 0 && kind is ("giant" or "nested" or "type" or "empty");

    /// <summary>Written to a socket by hand: no client would send such a thing. Returns the status of the answer.</summary>
    private static async Task<int> Send(int port, string route, string proof, string kind)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
        await using var stream = socket.GetStream();
        var writing = Write(stream, route, proof, kind, patience.Token);
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string? line;
        try
        {
            line = await reader.ReadLineAsync(patience.Token);
        }
        catch (Exception cut) when (cut is IOException or OperationCanceledException)
        {
            line = null;
        }

        socket.Close();
        var wrote = await writing;
        Assert.True(wrote < MostOfEndless, $"{route} read {wrote} bytes of a body without end");
        return line is { Length: > 12 } ? int.Parse(line.AsSpan(9, 3)) : 0;
    }

    private static async Task<long> Write(NetworkStream stream, string route, string proof, string kind, CancellationToken patience)
    {
        var wrote = 0L;
        try
        {
            foreach (var piece in Request(route, proof, kind))
            {
                await stream.WriteAsync(piece, patience);
                wrote += piece.Length;
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The service said its word and hung up.
        }

        return wrote;
    }

    private static IEnumerable<byte[]> Request(string route, string proof, string kind)
    {
        var nested = "{\"type\":\"message\",\"value\":" + new string('[', 200) + new string(']', 200) + "}";
        const string json = "Content-Type: application/json\r\n";
        return kind switch
        {
            "get" => [Bytes($"GET {route} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")],
            "giant" => Body(json, new string('x', Giant)),
            "endless" => Endless(),
            "nested" => Body(json, nested),
            "header" => Body(json + $"X-Long: {new string('x', 64 * 1024)}\r\n", "{}"),
            "type" => Body("Content-Type: image/png\r\n", "مزور"),
            "no type" => Body("", "مزور"),
            "empty" => Body(json, ""),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nobody knows how to send this."),
        };

        IEnumerable<byte[]> Body(string headers, string text)
        {
            var body = Encoding.UTF8.GetBytes(text);
            yield return Bytes($"{Head()}{headers}Content-Length: {body.Length}\r\n\r\n");
            yield return body;
        }

        IEnumerable<byte[]> Endless()
        {
            yield return Bytes($"{Head()}{json}Transfer-Encoding: chunked\r\n\r\n");
            var chunk = Bytes("8000\r\n" + new string(' ', 0x8000) + "\r\n");
            for (var sent = 0; sent < MostOfEndless; sent += chunk.Length)
            {
                yield return chunk;
            }
        }

        string Head() => $"POST {route} HTTP/1.1\r\nHost: localhost\r\n{proof}";
        static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
    }
}
