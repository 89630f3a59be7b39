namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>
/// The Direct Line 3.0 subset that directlinejs and Web Chat need, at <c>/v3/directline</c>: the table of routes.
/// </summary>
public static class DirectLineEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var line = routes.MapGroup("/v3/directline");
        line.AddEndpointFilter(GuardAsync);
        line.MapMethods("{**path}", [HttpMethods.Options], () => Results.NoContent());
        line.MapPost("tokens/generate", DirectLineConversations.GenerateAsync);
        line.MapPost("tokens/refresh", DirectLineConversations.RefreshAsync);
        line.MapPost("conversations", DirectLineConversations.StartAsync);
        line.MapGet("conversations/{conversation}", DirectLineConversations.ReconnectAsync);
        line.MapGet("conversations/{conversation}/activities", DirectLineActivities.ReadAsync);
        line.MapPost("conversations/{conversation}/activities", DirectLineActivities.PostAsync);
        line.MapPost("conversations/{conversation}/upload", DirectLineUploads.PostAsync);
        line.MapGet("conversations/{conversation}/uploads/{upload}", DirectLineUploads.ServeAsync);
        line.MapGet("conversations/{conversation}/stream", DirectLineConversations.StreamAsync);

        // Only for sign-in cards, which we never send; clients ask all the same.
        line.MapGet("session/getsessionid", (IdSource ids) => DirectLineAnswer.Text(200, DirectLineWire.Json(writer => writer.WriteString("sessionId", ids.Next()))));
    }

    /// <summary>A watermark as clients hand it back; what is no number of ours (empty, "-") reads from the start.</summary>
    public static long Watermark(HttpRequest request) =>
        long.TryParse(request.Query["watermark"], System.Globalization.NumberStyles.None, null, out var watermark) ? watermark : 0;

    /// <summary>On every route: only pages that may talk to us, and nothing of it kept by caches or guessed at by browsers.</summary>
    private static async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        var origins = context.RequestServices.GetRequiredService<WebChatOrigins>();
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!origins.Allows(context.Request))
        {
            return DirectLineAnswer.OtherOrigin;
        }

        origins.Permit(context);
        return await next(call);
    }
}
