using System.Text;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Answers in the shapes that Direct Line clients know. directlinejs tells them apart by status: 403 renews, 404 ends, 5xx retries, other 4xx give up.</summary>
public static class DirectLineAnswer
{
    public static readonly IResult NoToken = Error(401, "Unauthorized", "Send 'Authorization: Bearer' with the token of this chat.");
    public static readonly IResult BadToken = Error(403, "BadArgument", "This token was not given by this service or was changed. Ask for a new one.");
    public static readonly IResult ExpiredToken = Error(403, "TokenExpired", "This token has expired. Ask for a new one.");
    public static readonly IResult OtherChat = Error(403, "BadArgument", "This token belongs to another chat.");
    public static readonly IResult OtherOrigin = Error(403, "BadOrigin", "This site may not use this service. Its operator can add it to WebChat:AllowedOrigins.");
    public static readonly IResult NoChat = Error(404, "ConversationNotFound", "There is no such chat, or it was forgotten. Start a new one.");
    public static readonly IResult NoFile = Error(404, "NotFound", "There is no such file here any more.");
    public static readonly IResult BadSyntax = Error(400, "BadSyntax", "The body is not an activity: a JSON object with a type, at most 32 levels deep.");
    public static readonly IResult NotJson = Error(415, "UnsupportedMediaType", "Send the activity as application/json.");
    public static readonly IResult TooLong = Error(413, "MessageSizeTooBig", "An activity may have 262144 characters.");
    public static readonly IResult TooBig = Error(413, "MessageSizeTooBig", "A file or all files together are larger than allowed. Send fewer or smaller ones.");
    public static readonly IResult NoRoom = Error(503, "ServiceUnavailable", "The service cannot take this now. Send it again in a moment.");
    public static readonly IResult BotFailed = Error(502, "BotRejectedActivity", "Failed to send activity: the bot returned an error.");

    public static IResult Error(int status, string code, string message) => Text(status, DirectLineWire.Json(writer =>
    {
        writer.WriteStartObject("error");
        writer.WriteString("code", code);
        writer.WriteString("message", message);
        writer.WriteEndObject();
    }));

    /// <summary>A token for a chat, with the stream's address where one is wanted.</summary>
    public static IResult Chat(int status, string conversation, string token, string? streamUrl = null) => Text(status, DirectLineWire.Json(writer =>
    {
        writer.WriteString("conversationId", conversation);
        writer.WriteString("token", token);
        writer.WriteNumber("expires_in", (int)WebChatTokens.Lifetime.TotalSeconds);
        if (streamUrl is not null)
        {
            writer.WriteString("streamUrl", streamUrl);
        }
    }));

    public static IResult Taken(WebChatTaken taken) => Text(200, DirectLineWire.Json(writer =>
    {
        writer.WriteString("id", taken.Id);
        if (taken.Notice is { Length: > 0 } notice)
        {
            writer.WriteString("notice", notice);
        }
    }));

    public static IResult Text(int status, string json) => Results.Text(json, "application/json", Encoding.UTF8, status);
}
