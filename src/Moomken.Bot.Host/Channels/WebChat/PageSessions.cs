using Moomken.Bot.Host.Channels.Activities;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>
/// What our own page needs beside Direct Line: to come back to its chat after days. It keeps a secret, which opens only
/// that chat and dies with it, and trades it for a token of half an hour.
/// </summary>
public static class PageSessions
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/chat/session");
        sessions.AddEndpointFilter(GuardAsync);
        sessions.MapPost("", StartAsync);
        sessions.MapPost("resume", ResumeAsync);
        sessions.MapPost("forget", ForgetAsync);
    }

    private static async Task<IResult> StartAsync(HttpContext context, WebChatTokens tokens, WebChatTokenLimit limit)
    {
        if (!limit.Allows(context))
        {
            return limit.Refusal(context);
        }

        return await AnswerAsync(context, tokens, tokens.NewConversation(), tokens.NewUser());
    }

    private static async Task<IResult> ResumeAsync(HttpContext context, WebChatTokens tokens, WebChatTokenLimit limit, WebChatTranscript transcript)
    {
        if (!limit.Allows(context))
        {
            return limit.Refusal(context);
        }

        return await ProvenAsync(context, tokens, transcript) is { } proven
            ? await AnswerAsync(context, tokens, proven.Conversation, proven.User)
            : DirectLineAnswer.NoChat;
    }

    /// <summary>After this neither secret nor token opens the chat, and its lines are deleted; reports that were made stay.</summary>
    private static async Task<IResult> ForgetAsync(HttpContext context, WebChatTokens tokens, WebChatTranscript transcript, WebChatStreams streams)
    {
        if (await ProvenAsync(context, tokens, transcript) is not { } proven)
        {
            return DirectLineAnswer.NoChat;
        }

        await transcript.ForgetAsync(proven.Conversation, CancellationToken.None);
        streams.End(proven.Conversation);
        return Results.NoContent();
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, WebChatTokens tokens, string conversation, string user)
    {
        var token = await tokens.IssueAsync(conversation, user, WebChatOrigins.Of(context.Request));
        var secret = await tokens.SecretOfAsync(conversation, user);
        return DirectLineAnswer.Text(200, DirectLineWire.Json(writer =>
        {
            writer.WriteString("conversationId", conversation);
            writer.WriteString("user", user);
            writer.WriteString("token", token);
            writer.WriteNumber("expires_in", (int)WebChatTokens.Lifetime.TotalSeconds);
            writer.WriteString("secret", secret);
        }));
    }

    /// <summary>The chat whose secret the page knows; null for a wrong secret and for a chat that is gone, which must look alike.</summary>
    private static async Task<PageProof?> ProvenAsync(HttpContext context, WebChatTokens tokens, WebChatTranscript transcript)
    {
        if (await BodyText.ReadAsync(context.Request, 2048) is not { } body || PageProof.Read(body) is not { } proof
            || !await tokens.SecretIsAsync(proof.Conversation, proof.User, proof.Secret))
        {
            return null;
        }

        return await transcript.FindAsync(proof.Conversation, context.RequestAborted) is { Forgotten: false } ? proof : null;
    }

    /// <summary>Only our own pages: other sites use Direct Line itself.</summary>
    private static async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.RequestServices.GetRequiredService<WebChatOrigins>().IsOwn(context.Request) ? await next(call) : DirectLineAnswer.OtherOrigin;
    }
}
