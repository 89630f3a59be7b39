using Moomken.Bot.Host.Channels.Activities;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Tokens, the start of a chat, and its stream.</summary>
public static class DirectLineConversations
{
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(30);

    /// <summary>A token for a new chat. Public, so limited for each address; writes nothing, so that asking a million times fills no disk.</summary>
    public static async Task<IResult> GenerateAsync(HttpContext context, WebChatTokens tokens, WebChatTokenLimit limit)
    {
        if (!limit.Allows(context))
        {
            return limit.Refusal(context);
        }

        var (conversation, user) = (tokens.NewConversation(), await WantedUserAsync(context.Request) ?? tokens.NewUser());
        return DirectLineAnswer.Chat(200, conversation, await tokens.IssueAsync(conversation, user, WebChatOrigins.Of(context.Request)));
    }

    public static async Task<IResult> RefreshAsync(HttpContext context, WebChatTokens tokens, DirectLineDoor door)
    {
        var (claims, refusal) = await door.OpenAsync(context.Request);
        return claims is null ? refusal! : DirectLineAnswer.Chat(200, claims.Conversation, await Renew(tokens, claims));
    }

    /// <summary>201 for a new chat, 200 when this token has started it before.</summary>
    public static async Task<IResult> StartAsync(
        HttpContext context, WebChatTokens tokens, DirectLineDoor door, WebChatTranscript transcript, WebChatOrigins origins)
    {
        var (claims, refusal) = await door.OpenAsync(context.Request);
        if (claims is null)
        {
            return refusal!;
        }

        var isNew = await transcript.StartAsync(claims.Conversation, context.RequestAborted);
        return DirectLineAnswer.Chat(
            isNew ? 201 : 200, claims.Conversation, await Renew(tokens, claims), await StreamUrlAsync(context.Request, tokens, origins, claims, "-"));
    }

    public static async Task<IResult> ReconnectAsync(
        string conversation, HttpContext context, WebChatTokens tokens, DirectLineDoor door, WebChatOrigins origins)
    {
        var (claims, refusal) = await door.OpenAsync(context.Request, conversation);
        return claims is null
            ? refusal!
            : DirectLineAnswer.Chat(
                200,
                conversation,
                await Renew(tokens, claims),
                await StreamUrlAsync(context.Request, tokens, origins, claims, $"{DirectLineEndpoints.Watermark(context.Request)}"));
    }

    public static async Task<IResult> StreamAsync(
        string conversation, HttpContext context, WebChatTokens tokens, WebChatTranscript transcript, WebChatStreams streams, WebChatOrigins origins)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            return DirectLineAnswer.Error(400, "BadArgument", "This address is for a WebSocket. To read without one, use /activities.");
        }

        if (await tokens.RedeemTicketAsync(context.Request.Query["t"].ToString()) is not WebChatTokenResult.Valid { Claims: var claims })
        {
            return DirectLineAnswer.Error(403, "TokenExpired", "This stream's ticket was used, has expired or is not ours. GET the conversation for a new one.");
        }

        if (claims.Conversation != conversation || !WebChatOrigins.Matches(context.Request, claims))
        {
            return DirectLineAnswer.OtherChat;
        }

        if (await transcript.FindAsync(conversation, context.RequestAborted) is not { Forgotten: false })
        {
            return DirectLineAnswer.NoChat;
        }

        using var stream = streams.Open(conversation, DirectLineEndpoints.Watermark(context.Request), origins.BaseOf(context.Request));
        return stream is null ? DirectLineAnswer.NoRoom : await RunAsync(context, streams, stream);
    }

    private static async Task<IResult> RunAsync(HttpContext context, WebChatStreams streams, WebChatStream stream)
    {
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(
                new WebSocketAcceptContext { KeepAliveInterval = PingAfter, KeepAliveTimeout = GoneAfter });
            await stream.RunAsync(socket);
        }
        finally
        {
            streams.Remove(stream);
        }

        return Results.Empty;
    }

    private static Task<string> Renew(WebChatTokens tokens, WebChatClaims claims) => tokens.IssueAsync(claims.Conversation, claims.User, claims.Origin);

    private static async Task<string> StreamUrlAsync(
        HttpRequest request, WebChatTokens tokens, WebChatOrigins origins, WebChatClaims claims, string watermark)
    {
        // http becomes ws and https becomes wss: only the first four letters differ.
        var address = "ws" + origins.BaseOf(request)["http".Length..];
        return $"{address}/v3/directline/conversations/{claims.Conversation}/stream?watermark={watermark}&t={await tokens.IssueTicketAsync(claims)}";
    }

    /// <summary>
    /// A page may name its user, as Direct Line allows. The name is only shown in the transcript: the person is the chat,
    /// so naming somebody else's id gains nothing.
    /// </summary>
    private static async Task<string?> WantedUserAsync(HttpRequest request)
    {
        var body = await BodyText.ReadAsync(request, 4096);
        return body is null ? null : WebChatPost.WantedUser(body);
    }
}
