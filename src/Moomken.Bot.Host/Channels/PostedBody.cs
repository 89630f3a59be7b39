using Microsoft.AspNetCore.Http.Features;

namespace Moomken.Bot.Host.Channels;

/// <summary>Reads what a provider posts, up to a limit of ours.</summary>
internal static class PostedBody
{
    /// <summary>Null when there are more bytes than <paramref name="largest"/>, whatever the header says; the rest is not read.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext context, int largest)
    {
        if (context.Request.ContentLength > largest)
        {
            return null;
        }

        CountHere(context);
        using var body = new MemoryStream((int)(context.Request.ContentLength ?? 4096));
        var piece = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(piece, context.RequestAborted)) > 0)
        {
            if (body.Length + read > largest)
            {
                return null;
            }

            body.Write(piece, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>The server's own limit would throw out of the read; ours answers, counts and is the same under every server.</summary>
    public static void CountHere(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
    }
}
