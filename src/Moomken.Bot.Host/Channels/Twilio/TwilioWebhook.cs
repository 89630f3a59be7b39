using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>
/// Where Twilio posts messages and what became of ours. 200 kept, 403 not signed by Twilio, 413 too large, 503 not kept.
/// The answer never holds a message: what is said goes out through the outbox, which can send it again.
/// </summary>
public sealed class TwilioWebhook(TwilioIntake intake, TwilioOptions options, ChannelCounters counters, TimeProvider time, ILogger<TwilioWebhook> log)
{
    /// <summary>Bytes. The longest message, 1,600 emoji with every field, stays under a quarter of it.</summary>
    public const int LargestBody = 128 * 1024;

    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly byte[] NoReply = Encoding.UTF8.GetBytes("""<?xml version="1.0" encoding="UTF-8"?><Response/>""");

    private const int SayAgainSeconds = 60;

    private readonly string publicUrl = options.PublicBaseUrl!.TrimEnd('/');
    private readonly string[] tokens = [.. options.Tokens()];
    private long said;

    public Task HandleMessage(HttpContext context) => Handle(context, async (form, body) =>
    {
        var kept = form is null ? await intake.TakeUnread(body, "not_a_form") : await intake.TakeMessage(form);
        await Answer(context, kept, NoReply);
    });

    public Task HandleStatus(HttpContext context) => Handle(context, async (form, _) =>
    {
        var kept = form is null || await intake.TakeStatus(form, TwilioCallback.Read(context.Request.Query));
        await Answer(context, kept, []);
    });

    private async Task Handle(HttpContext context, Func<TwilioForm?, byte[], Task> take)
    {
        // Told from the header alone, before a byte of the body is read.
        if (context.Request.Headers[TwilioSignature.Header] is not [{ Length: TwilioSignature.Length } signature])
        {
            Refuse(context, StatusCodes.Status403Forbidden, "signature");
            return;
        }

        if (await PostedBody.ReadAsync(context, LargestBody) is not { } body)
        {
            Refuse(context, StatusCodes.Status413PayloadTooLarge, "size");
            return;
        }

        var form = IsForm(context.Request) ? TwilioForm.Read(body) : null;
        var url = publicUrl + Target(context);
        if (!TwilioSignature.IsGood(tokens, url, form, body, signature))
        {
            SayUnsigned(context.Request.Path);
            Refuse(context, StatusCodes.Status403Forbidden, "signature");
            return;
        }

        // Signed by Twilio with its hash in the address, and yet no form; or one with both, which is never taken for a form.
        await take(url.Contains("bodySHA256=", StringComparison.Ordinal) ? null : form, body);
    }

    /// <summary>The address is what goes wrong as a rule (http for https, another host). Not at each post: a stranger could fill the log.</summary>
    private void SayUnsigned(string path)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var before = Interlocked.Exchange(ref said, now);
        if (now - before < SayAgainSeconds)
        {
            Interlocked.CompareExchange(ref said, before, now);
            return;
        }

        log.LogWarning(
            "A post was refused: it is not signed for {Address}. When Twilio's debugger shows error 11200 for it, set Moomken__PublicBaseUrl to the address that Twilio posts to, and check Twilio__AuthToken.",
            publicUrl + path);
    }

    private static bool IsForm(HttpRequest request) =>
        request.ContentType is { } type && type.AsSpan().TrimStart().StartsWith(FormType, StringComparison.OrdinalIgnoreCase);

    /// <summary>As it stood in the request: a path that was decoded and encoded again has another signature.</summary>
    private static string Target(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (target.StartsWith('/'))
        {
            return target;
        }

        // "POST https://host/path": the host is the sender's to choose, so only what follows it counts.
        var authority = target.IndexOf("//", StringComparison.Ordinal);
        var path = authority < 0 ? -1 : target.IndexOf('/', authority + 2);
        return path < 0 ? "/" : target[path..];
    }

    private void Refuse(HttpContext context, int status, string reason)
    {
        counters.Refused(TwilioLine.Either, reason);
        context.Response.StatusCode = status;
        context.Response.Headers.Connection = "close"; // the rest of it is not read
    }

    private static async Task Answer(HttpContext context, bool kept, byte[] body)
    {
        if (!kept)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "2";
            return;
        }

        context.Response.ContentLength = body.Length;
        if (body.Length > 0)
        {
            context.Response.ContentType = "text/xml; charset=utf-8";
            await context.Response.Body.WriteAsync(body, CancellationToken.None);
        }
    }
}
