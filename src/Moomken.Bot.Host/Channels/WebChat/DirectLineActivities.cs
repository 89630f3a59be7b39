using System.Collections.Immutable;
using Moomken.Bot.Host.Channels.Activities;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>Reading and posting the lines of a chat.</summary>
public static class DirectLineActivities
{
    public static async Task<IResult> ReadAsync(
        string conversation, HttpContext context, DirectLineDoor door, WebChatTranscript transcript, WebChatOrigins origins)
    {
        var (claims, refusal) = await door.OpenAsync(context.Request, conversation);
        if (claims is null)
        {
            return refusal!;
        }

        var watermark = DirectLineEndpoints.Watermark(context.Request);
        var lines = await transcript.AfterAsync(conversation, watermark, context.RequestAborted);
        return DirectLineAnswer.Text(
            200, DirectLineWire.Page(lines, lines.Count == 0 ? watermark : lines[^1].Line, origins.BaseOf(context.Request)));
    }

    public static async Task<IResult> PostAsync(
        string conversation, HttpContext context, DirectLineDoor door, WebChatInbox inbox, ILogger<WebChatInbox> log)
    {
        var (claims, refusal) = await door.OpenAsync(context.Request, conversation);
        if (claims is null)
        {
            return refusal!;
        }

        if (!context.Request.HasJsonContentType())
        {
            return DirectLineAnswer.NotJson;
        }

        if (await BodyText.ReadAsync(context.Request, WebChatPost.MaxLength) is not { } body)
        {
            return DirectLineAnswer.TooLong;
        }

        return WebChatPost.Read(body) is { } post
            ? await TakeAsync(inbox, claims, post, [], log, context.RequestAborted)
            : DirectLineAnswer.BadSyntax;
    }

    /// <summary>
    /// One of the edges of the service: whatever happens inside, the client is told whether to send again. The fault is
    /// logged by its type alone, since its message may quote what the person wrote.
    /// </summary>
    public static async Task<IResult> TakeAsync(
        WebChatInbox inbox, WebChatClaims claims, WebChatPost post, ImmutableArray<SavedUpload> uploads, ILogger log, CancellationToken cancellation)
    {
        try
        {
            return DirectLineAnswer.Taken(await inbox.TakeAsync(claims, post, uploads, cancellation));
        }
        catch (StoreUnavailableException)
        {
            return DirectLineAnswer.NoRoom;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError("A web chat message could not be taken: {Fault} at {Place}", fault.GetType().Name, fault.TargetSite?.DeclaringType?.Name);
            return DirectLineAnswer.BotFailed;
        }
    }
}
