using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Outside;

/// <summary>Reads a file that a provider hands out, up to a limit.</summary>
internal static class FileBody
{
    /// <summary>Reads at most <paramref name="maxBytes"/>, whatever the header says. Throws as <see cref="HttpClient"/> does.</summary>
    public static async Task<FetchResult> ReadAsync(HttpContent content, long maxBytes, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > maxBytes)
        {
            return new FetchResult.TooLarge(content.Headers.ContentLength);
        }

        await using var body = await content.ReadAsStreamAsync(cancellation);
        using var kept = new MemoryStream((int)(content.Headers.ContentLength ?? 0));
        var piece = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(piece, cancellation)) > 0)
        {
            if (kept.Length + read > maxBytes)
            {
                return new FetchResult.TooLarge(null);
            }

            kept.Write(piece, 0, read);
        }

        return new FetchResult.Fetched(kept.ToArray());
    }
}
