using System.Net.Http.Headers;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// Downloads files that people sent. The address comes from outside, so it must lead outside; our token goes along only where
/// <see cref="MediaReference"/> says so. Reasons of failure: gone, unreachable, no_token, token_refused, address_refused, throttled.
/// </summary>
public sealed class BotFrameworkFiles : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ConnectorTokens tokens;
    private readonly HttpClient client;
    private readonly bool mayBeLoopback;
    private readonly bool hasCredentials;

    public BotFrameworkFiles(BotFrameworkOptions options, ConnectorTokens tokens)
    {
        this.tokens = tokens;
        mayBeLoopback = options.MayAnswerLoopback;
        hasCredentials = options.AppId is not null;
        client = new HttpClient(Connector.NewHandler()) { Timeout = Patience };
    }

    public async Task<FetchResult> FetchAsync(string reference, long maxBytes, CancellationToken cancellation)
    {
        var (text, wantsToken) = MediaReference.Read(reference);
        if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return OfDataUri(text, maxBytes);
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !IsFetchable(url))
        {
            return new FetchResult.Failed("address_refused", Retryable: false);
        }

        var token = wantsToken && hasCredentials ? await tokens.GetAsync(cancellation) : null;
        if (wantsToken && hasCredentials && token is null)
        {
            return new FetchResult.Failed("no_token", Retryable: true);
        }

        try
        {
            return await DownloadAsync(url, token, maxBytes, cancellation);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return new FetchResult.Failed("unreachable", Retryable: true);
        }
    }

    public void Dispose() => client.Dispose();

    private bool IsFetchable(Uri url) => url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback && mayBeLoopback));

    private async Task<FetchResult> DownloadAsync(Uri url, string? token, long maxBytes, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            return Refused((int)response.StatusCode, token);
        }

        if (response.Content.Headers.ContentLength > maxBytes)
        {
            return new FetchResult.TooLarge(response.Content.Headers.ContentLength);
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        return await ReadAtMostAsync(body, maxBytes, cancellation);
    }

    private FetchResult Refused(int status, string? token)
    {
        if (status == StatusCodes.Status401Unauthorized && token is not null)
        {
            tokens.Refused(token);
            return new FetchResult.Failed("token_refused", Retryable: true);
        }

        return status switch
        {
            StatusCodes.Status429TooManyRequests => new FetchResult.Failed("throttled", Retryable: true),
            404 or 410 or 401 or 403 or (>= 300 and < 400) => new FetchResult.Failed("gone", Retryable: false),
            _ => new FetchResult.Failed("unreachable", Retryable: true),
        };
    }

    private static async Task<FetchResult> ReadAtMostAsync(Stream body, long maxBytes, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
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

    /// <summary>A small file may stand in the activity itself.</summary>
    private static FetchResult OfDataUri(string text, long maxBytes)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var bytes = new byte[text.Length];
        if (comma < 0 || !text[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64Chars(text.AsSpan(comma + 1), bytes, out var length))
        {
            return new FetchResult.Failed("gone", Retryable: false);
        }

        return length > maxBytes ? new FetchResult.TooLarge(length) : new FetchResult.Fetched(bytes[..length]);
    }
}
