namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Who may come in: every Direct Line route but the public ones passes here first.</summary>
public sealed class DirectLineDoor(WebChatTokens tokens, WebChatTranscript transcript)
{
    private const string Scheme = "Bearer ";

    /// <summary>
    /// Reads the token. With <paramref name="conversation"/> it must be of that chat, and the chat must have been started
    /// and not forgotten. Returns the claims, or the answer to give instead.
    /// </summary>
    public async Task<(WebChatClaims? Claims, IResult? Refusal)> OpenAsync(HttpRequest request, string? conversation = null)
    {
        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return (null, DirectLineAnswer.NoToken);
        }

        return await tokens.ReadAsync(header[Scheme.Length..]) switch
        {
            WebChatTokenResult.Expired => (null, DirectLineAnswer.ExpiredToken),
            WebChatTokenResult.Valid valid => await CheckAsync(request, valid.Claims, conversation),
            _ => (null, DirectLineAnswer.BadToken),
        };
    }

    private async Task<(WebChatClaims? Claims, IResult? Refusal)> CheckAsync(HttpRequest request, WebChatClaims claims, string? conversation)
    {
        if (!WebChatOrigins.Matches(request, claims))
        {
            return (null, DirectLineAnswer.OtherOrigin);
        }

        if (conversation is not null && conversation != claims.Conversation)
        {
            return (null, DirectLineAnswer.OtherChat);
        }

        var chat = await transcript.FindAsync(claims.Conversation, request.HttpContext.RequestAborted);
        return chat is { Forgotten: true } || (chat is null && conversation is not null)
            ? (null, DirectLineAnswer.NoChat)
            : (claims, null);
    }
}
