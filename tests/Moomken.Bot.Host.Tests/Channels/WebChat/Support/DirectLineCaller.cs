using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Moomken.Bot.Host.Tests.Channels.WebChat.Support;

/// <summary>A Direct Line client that says exactly what a test wants it to say.</summary>
internal sealed class DirectLineCaller(string origin) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(origin) };

    public string Conversation { get; set; } = "";

    public string? Token { get; set; }

    /// <summary>Sent as the header <c>Origin</c> when set.</summary>
    public string? Origin { get; set; }

    public string StreamUrl { get; private set; } = "";

    /// <summary>Asks for a token and starts the chat.</summary>
    public async Task<DirectLineCaller> JoinAsync()
    {
        await GenerateAsync();
        var started = await SendAsync(HttpMethod.Post, "conversations", new JsonObject());
        StreamUrl = (string)started.Json["streamUrl"]!;
        return this;
    }

    public async Task<DirectLineResponse> GenerateAsync(JsonNode? body = null)
    {
        var response = await SendAsync(HttpMethod.Post, "tokens/generate", body);
        if (response.Status == 200)
        {
            (Conversation, Token) = ((string)response.Json["conversationId"]!, (string)response.Json["token"]!);
        }

        return response;
    }

    public Task<DirectLineResponse> PostAsync(JsonNode activity) => SendAsync(HttpMethod.Post, $"conversations/{Conversation}/activities", activity);

    public Task<DirectLineResponse> SayAsync(string text, string? clientId = null) => PostAsync(Message(text, clientId));

    public Task<DirectLineResponse> ReadAsync(string watermark = "") =>
        SendAsync(HttpMethod.Get, $"conversations/{Conversation}/activities?watermark={watermark}");

    /// <summary>The lines, as a poll gives them.</summary>
    public async Task<List<JsonNode>> LinesAsync(string watermark = "") => [.. (await ReadAsync(watermark)).Json["activities"]!.AsArray().Select(line => line!)];

    public Task<DirectLineResponse> SendAsync(HttpMethod method, string path, JsonNode? body = null) => SendAsync(
        method, path, body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));

    public async Task<DirectLineResponse> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : "/v3/directline/" + path) { Content = content };
        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        if (Origin is not null)
        {
            request.Headers.Add("Origin", Origin);
        }

        using var response = await http.SendAsync(request);
        return new DirectLineResponse((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response.Headers, response.Content.Headers);
    }

    public async Task<DirectLineSocket> ListenAsync(string? url = null)
    {
        var socket = new ClientWebSocket();
        if (Origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", Origin);
        }

        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri(url ?? StreamUrl), CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The test looks at the status.
        }

        return new DirectLineSocket(socket);
    }

    public static JsonObject Message(string text, string? clientId = null) => new()
    {
        ["type"] = "message",
        ["text"] = text,
        ["locale"] = "ar-EG",
        ["from"] = new JsonObject { ["id"] = "somebody-else" },
        ["channelData"] = clientId is null ? new JsonObject() : new JsonObject { ["clientActivityID"] = clientId },
    };

    public void Dispose() => http.Dispose();
}

internal sealed record DirectLineResponse(int Status, byte[] Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? Code => (string?)Json["error"]?["code"];
}

internal sealed class DirectLineSocket(ClientWebSocket socket) : IDisposable
{
    public int Status => (int)socket.HttpStatusCode;

    public WebSocketState State => socket.State;

    public string? CloseReason => socket.CloseStatusDescription;

    /// <summary>The next frame that says something; null when the server closes or is gone.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        try
        {
            return await ReceiveAsync();
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    public Task SendAsync(string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public void Dispose() => socket.Dispose();

    private async Task<JsonNode?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[1 << 20];
        while (true)
        {
            var length = 0;
            WebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), patience.Token);
                length += result.Count;
            }
            while (!result.EndOfMessage);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (length > 0)
            {
                return JsonNode.Parse(buffer.AsSpan(0, length));
            }
        }
    }
}
