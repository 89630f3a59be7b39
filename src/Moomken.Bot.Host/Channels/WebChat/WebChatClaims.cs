namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>What a token says: one chat, the user id that its messages carry, and the site it was given to.</summary>
public sealed record WebChatClaims(string Conversation, string User, string? Origin, string Number);

/// <summary>What became of reading a token.</summary>
public abstract record WebChatTokenResult
{
    private WebChatTokenResult()
    {
    }

    public sealed record Valid(WebChatClaims Claims) : WebChatTokenResult;

    public sealed record Expired : WebChatTokenResult;

    /// <summary>Not ours, changed, or made for something else.</summary>
    public sealed record Refused : WebChatTokenResult;
}
