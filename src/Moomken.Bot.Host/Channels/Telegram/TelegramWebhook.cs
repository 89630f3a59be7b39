using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>
/// Where Telegram posts updates. A press is answered in the body, which Telegram carries out as a call: that saves a request,
/// and the button stops spinning the moment that the press is durable. Any other answer has no body, since a stray member
/// <c>method</c> would be carried out as well. 200 kept, 401 not from Telegram, 413 too large, 503 not kept and to be sent again.
/// </summary>
public sealed class TelegramWebhook(TelegramIntake intake, TelegramOptions options, ChannelCounters counters)
{
    public const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    /// <summary>Bytes. Telegram's own limit for an update is a sixteenth of it.</summary>
    public const int LargestBody = 1024 * 1024;

    private const int UsualBody = 4096;
    private readonly byte[] secret = Encoding.ASCII.GetBytes(options.WebhookSecret!);

    /// <summary>A plain request delegate: model binding would cost more than the parsing, and would answer 400 where we must answer 200.</summary>
    public async Task Handle(HttpContext context)
    {
        if (!IsFromTelegram(context.Request))
        {
            counters.Refused(TelegramChannel.ChannelName, "secret");
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (context.Request.ContentLength > LargestBody)
        {
            TurnAway(context);
            return;
        }

        PostedBody.CountHere(context);
        var buffer = ArrayPool<byte>.Shared.Rent((int)(context.Request.ContentLength ?? UsualBody) + 1);
        try
        {
            (buffer, var length) = await ReadBody(context.Request.Body, buffer, context.RequestAborted);
            if (length > LargestBody)
            {
                TurnAway(context);
                return;
            }

            await Answer(context, buffer.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task Answer(HttpContext context, ReadOnlyMemory<byte> body)
    {
        // Not the request's cancellation: Telegram may hang up, but what it has sent is kept all the same.
        var taken = await intake.Take(intake.Read(body), body, CancellationToken.None);
        context.Response.StatusCode = taken.Kept ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        if (!taken.Kept)
        {
            context.Response.Headers.RetryAfter = "2";
        }

        var call = taken.CallbackId is { } press ? TelegramRequest.AnswerInWebhook(press, taken.Notice) : default;
        context.Response.ContentLength = call.Length;
        if (!call.IsEmpty)
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(call, CancellationToken.None);
        }
    }

    private void TurnAway(HttpContext context)
    {
        counters.Refused(TelegramChannel.ChannelName, "size");
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        context.Response.Headers.Connection = "close"; // the rest of it is not read
    }

    /// <summary>In constant time for a secret of the right length; the length is no secret.</summary>
    private bool IsFromTelegram(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(SecretHeader, out var values) || values.Count != 1 || values[0] is not { } given || given.Length != secret.Length)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[256];
        return Encoding.ASCII.TryGetBytes(given, bytes, out var length) && CryptographicOperations.FixedTimeEquals(bytes[..length], secret);
    }

    /// <summary>Reads to the end, or one byte beyond what is allowed. The buffer may have been changed for a larger one.</summary>
    private static async ValueTask<(byte[] Buffer, int Length)> ReadBody(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        var length = 0;
        int read;
        while (length <= LargestBody && (read = await body.ReadAsync(buffer.AsMemory(length), cancellation)) > 0)
        {
            length += read;
            if (length == buffer.Length)
            {
                buffer = Grow(buffer);
            }
        }

        return (buffer, length);
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        return larger; // the smaller one is not given back here: when reading fails, the caller gives it back, and twice would be fatal
    }
}
