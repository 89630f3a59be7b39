using System.Net.Http.Headers;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>
/// The connection to the Bot API. The token is part of every address, so no address is ever logged
/// (<see cref="ProviderConnections"/>).
/// </summary>
/// <remarks>
/// sendMessage and answerCallbackQuery, which carry the traffic, are posted by hand. Measured on one core (.NET 10, Arabic text,
/// four buttons, a handler that answers at once): by hand 3.4 µs and 4.0 KB a message, through Telegram.Bot 7.5 µs and 7.9 KB.
/// By hand we also know whether a byte left us, which is what tells a safe repeat from a double message.
/// Everything that happens rarely goes through Telegram.Bot.
/// </remarks>
public sealed class BotApi : IDisposable
{
    /// <summary>The server holds getUpdates open for at most 50 s.</summary>
    public const int PollSeconds = 30;

    /// <summary>An answer of sendMessage is some hundred bytes, 100 updates are well under this.</summary>
    private const int LongestAnswer = 16 * 1024 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpMessageHandler handler;
    private readonly HttpClient sending;
    private readonly HttpClient polling;
    private readonly string methods;
    private readonly string files;

    public BotApi(TelegramOptions options)
        : this(options, ProviderConnections.Handler(128))
    {
    }

    /// <param name="options">Found right by <see cref="TelegramOptions.Validate"/>.</param>
    /// <param name="handler">Owned from here on.</param>
    public BotApi(TelegramOptions options, HttpMessageHandler handler)
    {
        this.handler = handler;
        sending = NewClient(handler, TimeSpan.FromSeconds(options.SendTimeoutSeconds));
        polling = NewClient(handler, TimeSpan.FromSeconds(PollSeconds + options.SendTimeoutSeconds));
        var address = options.ApiBaseUrl.TrimEnd('/');
        methods = $"{address}/bot{options.BotToken}/";
        files = $"{address}/file/bot{options.BotToken}/";
        Library = new global::Telegram.Bot.TelegramBotClient(
            // Never waits and tries again by itself: a send would sleep up to a minute inside the outbox.
            new global::Telegram.Bot.TelegramBotClientOptions(options.BotToken!, address) { RetryThreshold = 0, RetryCount = 1 },
            sending);
    }

    /// <summary>For everything that is not sent by the thousand.</summary>
    public global::Telegram.Bot.ITelegramBotClient Library { get; }

    /// <summary>Posts a JSON body. Never throws for what a server or a network can do; only for a cancellation before anything was sent.</summary>
    public Task<BotApiAnswer> Post(string method, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        Post(sending, method, json, cancellation);

    /// <summary>The same with the patience that getUpdates needs.</summary>
    public Task<BotApiAnswer> PostLong(string method, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        Post(polling, method, json, cancellation);

    /// <summary>Opens a file by the path that getFile gave. Throws as <see cref="HttpClient"/> does.</summary>
    public Task<HttpResponseMessage> OpenFile(string path, CancellationToken cancellation) =>
        polling.GetAsync(new Uri(files + path), HttpCompletionOption.ResponseHeadersRead, cancellation);

    public void Dispose()
    {
        sending.Dispose();
        polling.Dispose();
        handler.Dispose();
    }

    private async Task<BotApiAnswer> Post(HttpClient client, string method, ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var body = new WatchedContent(json, Json);
        using var request = new HttpRequestMessage(HttpMethod.Post, methods + method) { Content = body };
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            return BotApiAnswer.Read((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation));
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            // Whether a byte of the message left us decides everything: only then may it be sent again without doubt.
            return body.Started ? BotApiAnswer.NoAnswer(fault) : BotApiAnswer.NotSent(fault, cancellation);
        }
    }

    private static HttpClient NewClient(HttpMessageHandler handler, TimeSpan timeout) =>
        new(handler, disposeHandler: false) { Timeout = timeout, MaxResponseContentBufferSize = LongestAnswer };
}
