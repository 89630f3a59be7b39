using System.Net.Http.Headers;
using Moomken.Bot.Host.Outside;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// Downloads files that people sent, from outside addresses only. Our token goes along only where <see cref="MediaReference"/>
/// says so, and never on to where that place redirects. Reasons of failure: no_token, unreadable, and those of <see cref="OutsideDownload"/>.
/// </summary>
public sealed class BotFrameworkFiles : IDisposable
{
    private readonly BotFrameworkOptions options;
    private readonly ConnectorTokens tokens;
    private readonly OutsideConnections connections;
    private readonly OutsideDownload open;

    public BotFrameworkFiles(BotFrameworkOptions options, ConnectorTokens tokens)
    {
        (this.options, this.tokens) = (options, tokens);
        connections = new OutsideConnections(end => options.MayAnswerLoopback && WebAddress.IsLoopback($"http://{end.Host}"));
        open = new OutsideDownload(connections, _ => null);
    }

    public Task<FetchResult> FetchAsync(string reference, long maxBytes, CancellationToken cancellation)
    {
        var (url, wantsToken) = MediaReference.Read(reference);
        return url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? Task.FromResult(OfDataUri(url, maxBytes))
            : wantsToken && options.AppId is not null ? FetchWithTokenAsync(url, maxBytes, cancellation)
            : open.Fetch(url, maxBytes, cancellation);
    }

    public void Dispose() => open.Dispose();

    private async Task<FetchResult> FetchWithTokenAsync(string url, long maxBytes, CancellationToken cancellation)
    {
        if (await tokens.GetAsync(cancellation) is not { } token)
        {
            return new FetchResult.Failed("no_token", Retryable: true);
        }

        var home = new Uri(url);
        using var download = new OutsideDownload(connections, next => WebAddress.IsSameOrigin(next, home) ? new AuthenticationHeaderValue("Bearer", token) : null);
        var result = await download.Fetch(url, maxBytes, cancellation);
        if (result is FetchResult.Failed { Reason: "not_authorised" })
        {
            tokens.Refused(token);
        }

        return result;
    }

    /// <summary>A small file may stand in the activity itself.</summary>
    private static FetchResult OfDataUri(string text, long maxBytes)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var bytes = new byte[text.Length];
        if (comma < 0 || !text[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64Chars(text.AsSpan(comma + 1), bytes, out var length))
        {
            return new FetchResult.Failed("unreadable", Retryable: false);
        }

        return length > maxBytes ? new FetchResult.TooLarge(length) : new FetchResult.Fetched(bytes[..length]);
    }
}
