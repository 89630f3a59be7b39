using System.Net;
using Moomken.Bot.Host.Outside;
using Moomken.Bot.Messages;
using Telegram.Bot;
using Telegram.Bot.Exceptions;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>
/// Downloads files that people sent. The address of a file holds the bot's token and dies within the hour, so it is made,
/// used and forgotten here. Reasons of failure: gone, unreachable, throttled, token_refused.
/// </summary>
internal sealed class TelegramFiles(BotApi api)
{
    /// <summary>Telegram hands out nothing larger to bots.</summary>
    public const long TelegramLimit = 20 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async Task<FetchResult> Fetch(string fileId, long maxBytes, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var file = await api.Library.GetFile(fileId, patience.Token);
            return file.FileSize > maxBytes
                ? new FetchResult.TooLarge(file.FileSize)
                : await Download(file.FilePath, Math.Min(maxBytes, TelegramLimit), patience.Token);
        }
        catch (ApiRequestException refused)
        {
            return Refused(refused);
        }
        catch (Exception fault) when (IsNetwork(fault) && !cancellation.IsCancellationRequested)
        {
            return new FetchResult.Failed("unreachable", Retryable: true);
        }
    }

    private async Task<FetchResult> Download(string? path, long maxBytes, CancellationToken cancellation)
    {
        if (!IsRelative(path))
        {
            return new FetchResult.Failed("gone", Retryable: false);
        }

        using var response = await api.OpenFile(path!, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            // The path was given a moment ago, so even a 404 is the server's passing trouble.
            return new FetchResult.Failed(response.StatusCode == HttpStatusCode.Unauthorized ? "token_refused" : "unreachable", Retryable: true);
        }

        return await FileBody.ReadAsync(response.Content, maxBytes, cancellation);
    }

    private static FetchResult Refused(ApiRequestException refused) => refused.ErrorCode switch
    {
        400 when refused.Message.Contains("too big", StringComparison.OrdinalIgnoreCase) => new FetchResult.TooLarge(null),
        400 when refused.Message.Contains("temporarily", StringComparison.OrdinalIgnoreCase) => new FetchResult.Failed("unreachable", Retryable: true),
        401 or 404 => new FetchResult.Failed("token_refused", Retryable: true),
        429 => new FetchResult.Failed("throttled", Retryable: true),
        >= 500 => new FetchResult.Failed("unreachable", Retryable: true),
        _ => new FetchResult.Failed("gone", Retryable: false),
    };

    /// <summary>A server of one's own in local mode gives paths on its disk, and no server may lead the download elsewhere.</summary>
    private static bool IsRelative(string? path) =>
        !string.IsNullOrEmpty(path) && path[0] != '/' && !path.Contains("..", StringComparison.Ordinal) && !path.Contains(':') && !path.Contains('\\');

    private static bool IsNetwork(Exception fault) =>
        fault is RequestException or HttpRequestException or IOException or OperationCanceledException;
}
