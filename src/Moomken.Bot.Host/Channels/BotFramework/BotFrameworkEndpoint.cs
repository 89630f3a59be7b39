using System.Net;
using Moomken.Bot.Host.Channels.Activities;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// Where the connector posts activities. 200 durable (or nothing to do), 400 no activity, 401 not proved, 403 a channel that is
/// not taken, 413 too large, 415 no JSON, 501 a call that we do not answer, 503 not now. The proof is judged before the body is
/// read: a stranger costs us a header.
/// </summary>
public sealed class BotFrameworkEndpoint(
    BearerProof? proof, BotFrameworkIntake intake, ActivityJudge judge, ExpectedReplies expected, BotFrameworkOptions options, ChannelCounters counters)
{
    /// <summary>Characters. Direct Line allows a quarter of it.</summary>
    public const int LargestBody = 1024 * 1024;

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.ContentLength = 0;
        switch (await ProveAsync(context))
        {
            case Proof.Proved proved:
                await HandleAsync(context, proved.By);
                break;
            case Proof.Refused refused:
                context.Response.Headers.WWWAuthenticate = "Bearer";
                Refuse(context, StatusCodes.Status401Unauthorized, refused.Reason);
                break;
            default:
                context.Response.Headers.RetryAfter = "5";
                Refuse(context, StatusCodes.Status503ServiceUnavailable, "unavailable");
                break;
        }
    }

    private async Task<Proof> ProveAsync(HttpContext context)
    {
        if (proof is not null)
        {
            return await proof.JudgeAsync([.. context.Request.Headers.Authorization], context.RequestAborted);
        }

        // Whoever comes by way of a proxy is not on this machine, however near the proxy is.
        var isHere = context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && !context.Request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase));
        return isHere ? new Proof.Proved(new Caller.Local()) : new Proof.Refused("not_local");
    }

    private async Task HandleAsync(HttpContext context, Caller by)
    {
        if (!context.Request.HasJsonContentType())
        {
            Refuse(context, StatusCodes.Status415UnsupportedMediaType, "type");
        }
        else if (context.Request.ContentLength > LargestBody || await BodyText.ReadAsync(context.Request, LargestBody) is not { } body)
        {
            Refuse(context, StatusCodes.Status413PayloadTooLarge, "size");
        }
        else if (Activity.Read(body) is not { } activity)
        {
            Refuse(context, StatusCodes.Status400BadRequest, "syntax");
        }
        else if (ObjectionTo(activity, by) is { } objection)
        {
            Refuse(context, StatusCodes.Status401Unauthorized, objection);
        }
        else if (options.Channels.Count > 0 && !options.Channels.Contains(activity.ChannelId))
        {
            Refuse(context, StatusCodes.Status403Forbidden, "channel");
        }
        else
        {
            await TakeAsync(context, activity, body, by);
        }
    }

    private string? ObjectionTo(Activity activity, Caller by) => by.Objection(activity.ChannelId, activity.ServiceUrl)
        ?? (WebAddress.IsUsable(activity.ServiceUrl) && (options.MayAnswerLoopback || !WebAddress.IsLoopback(activity.ServiceUrl!)) ? null : "service_url");

    private async Task TakeAsync(HttpContext context, Activity activity, string body, Caller by)
    {
        using var waiter = activity.ExpectsReplies && judge.AddressOf(activity) is { } chat ? expected.Expect(chat) : null;
        var taken = await intake.TakeAsync(activity, body, by);
        if (taken == ActivityTaken.NotNow)
        {
            context.Response.Headers.RetryAfter = "2";
        }

        context.Response.StatusCode = taken switch
        {
            ActivityTaken.NotNow => StatusCodes.Status503ServiceUnavailable,
            ActivityTaken.NotOffered => StatusCodes.Status501NotImplemented,
            _ => StatusCodes.Status200OK,
        };
        if (activity.ExpectsReplies && context.Response.StatusCode == StatusCodes.Status200OK)
        {
            await AnswerAsync(context, taken == ActivityTaken.Kept ? waiter : null);
        }
    }

    private static async Task AnswerAsync(HttpContext context, ExpectedReplies.Waiter? waiter)
    {
        var replies = waiter is null ? [] : await waiter.NextAsync();
        var answer = ActivityJson.Write(json =>
        {
            json.WriteStartArray("activities");
            foreach (var reply in replies)
            {
                json.WriteRawValue(reply.Span);
            }

            json.WriteEndArray();
        });
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        await context.Response.CompleteAsync();
        waiter?.Written();
    }

    private void Refuse(HttpContext context, int status, string reason)
    {
        counters.Refused(BotFrameworkChannel.ChannelName, reason);
        context.Response.StatusCode = status;
    }
}
