using Moomken.Bot.Messages;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>
/// Where smsbox calls. 200 with an empty body is the only yes: 201 and 204 make it call again, and a body would be sent
/// to the phone as an SMS where max-messages is not 0. 401 and 403 not Kannel, 413 too large, 503 not kept and to come again.
/// </summary>
public sealed class KannelWebhook(
    KannelGate gate, KannelMessageReader messages, KannelIntake intake, KannelReportReader reports, TakeReport take, ChannelCounters counters, ILogger<KannelWebhook> log)
{
    /// <summary>Bytes. 255 joined parts of an SMS, the most there can be, are 40 KB.</summary>
    public const int LargestBody = 128 * 1024;

    /// <summary>A plain request delegate: model binding would answer 400 where we must answer 200.</summary>
    public async Task Message(HttpContext context)
    {
        if (!gate.Reaches(context))
        {
            Refuse(context, StatusCodes.Status403Forbidden, "address");
        }
        else if (!gate.HasSecret(context.Request))
        {
            Refuse(context, StatusCodes.Status401Unauthorized, "secret");
        }
        else if (await PostedBody.ReadAsync(context, LargestBody) is not { } body)
        {
            Refuse(context, StatusCodes.Status413PayloadTooLarge, "size");
        }
        else
        {
            Answer(context, await intake.Take(messages.Read(context.Request, body), context.Request, body));
        }
    }

    public async Task Report(HttpContext context)
    {
        if (!gate.Reaches(context))
        {
            Refuse(context, StatusCodes.Status403Forbidden, "address");
            return;
        }

        if (reports.Open(context.Request.Query) is not { } to)
        {
            Refuse(context, StatusCodes.Status401Unauthorized, "ticket");
            return;
        }

        var report = reports.Read(context.Request.Query, to);
        counters.Reported(to.Channel, report?.State.ToString().ToLowerInvariant() ?? "unknown");
        Answer(context, report is null || await Take(report));
    }

    private async Task<bool> Take(DeliveryReport report)
    {
        try
        {
            await take(report, CancellationToken.None);
            return true;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreConflictException or OperationCanceledException)
        {
            log.LogWarning("A delivery report could not be stored ({Fault}); Kannel is told to bring it again.", fault.GetType().Name);
            return false;
        }
    }

    private void Refuse(HttpContext context, int status, string reason)
    {
        counters.Refused(KannelChannel.ChannelName, reason);
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        context.Response.Headers.Connection = "close"; // what is left of the body is not read
    }

    private static void Answer(HttpContext context, bool kept)
    {
        context.Response.StatusCode = kept ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentLength = 0;
    }
}
