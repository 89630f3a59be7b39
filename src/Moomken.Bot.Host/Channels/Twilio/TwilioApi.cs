using System.Net.Http.Headers;
using System.Text;

namespace Moomken.Bot.Host.Channels.Twilio;

/// <summary>
/// The connection to Twilio's REST API. Twilio has no idempotency key, so by hand: only so do we know whether a byte left us,
/// which is what tells a safe repeat from one that must be looked up first. Addresses hold phone numbers (in a list's query)
/// and are never logged.
/// </summary>
public sealed class TwilioApi : IDisposable
{
    private const int LongestAnswer = 4 * 1024 * 1024;

    private readonly HttpMessageHandler handler;
    private readonly HttpClient client;
    private readonly AuthenticationHeaderValue[] credentials;
    private volatile int current;

    public TwilioApi(TwilioOptions options)
        : this(options, ProviderConnections.Handler(64))
    {
    }

    /// <param name="options">Found right by <see cref="TwilioOptions.Validate"/>.</param>
    /// <param name="handler">Owned from here on.</param>
    public TwilioApi(TwilioOptions options, HttpMessageHandler handler)
    {
        this.handler = handler;
        client = new HttpClient(handler, disposeHandler: false)
        {
            Timeout = TimeSpan.FromSeconds(options.SendTimeoutSeconds),
            MaxResponseContentBufferSize = LongestAnswer,
        };
        credentials = [.. options.Tokens().Select(token => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AccountSid}:{token}"))))];
        Account = new Uri(options.Api, $"/2010-04-01/Accounts/{options.AccountSid}/");
        Content = new Uri(options.ContentApi, "/v1/Content");
    }

    /// <summary>Everything of the account lies under it.</summary>
    public Uri Account { get; }

    /// <summary>Where buttons and lists are made.</summary>
    public Uri Content { get; }

    /// <summary>What proves us: the token that was good last.</summary>
    public AuthenticationHeaderValue Credential => credentials[current];

    /// <summary>Hands over one message. Never throws for what a server or a network can do; only for a cancellation before anything was sent.</summary>
    public Task<TwilioAnswer> CreateMessage(TwilioForm form, CancellationToken cancellation) =>
        Ask(HttpMethod.Post, new Uri(Account, "Messages.json"), form.Write(), "application/x-www-form-urlencoded", cancellation);

    public Task<TwilioAnswer> Get(Uri address, CancellationToken cancellation) => Ask(HttpMethod.Get, address, null, null, cancellation);

    public Task<TwilioAnswer> PostJson(Uri address, byte[] json, CancellationToken cancellation) =>
        Ask(HttpMethod.Post, address, json, "application/json", cancellation);

    public void Dispose()
    {
        client.Dispose();
        handler.Dispose();
    }

    private async Task<TwilioAnswer> Ask(HttpMethod method, Uri address, byte[]? body, string? type, CancellationToken cancellation)
    {
        var used = current;
        var answer = await Once(method, address, body, type, credentials[used], cancellation);
        if (answer.Status != 401 || credentials.Length == 1)
        {
            return answer;
        }

        // The tokens were changed at Twilio. What is refused was not carried out, so it may be asked again.
        var other = (used + 1) % credentials.Length;
        var second = await Once(method, address, body, type, credentials[other], cancellation);
        current = second.Status == 401 ? used : other;
        return second;
    }

    private async Task<TwilioAnswer> Once(HttpMethod method, Uri address, byte[]? body, string? type, AuthenticationHeaderValue credential, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var content = body is null ? null : new WatchedContent(body, new MediaTypeHeaderValue(type!));
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Authorization = credential;
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            return TwilioAnswer.Read((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation), WaitOf(response)) with { Date = response.Headers.Date };
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            return content?.Started == true ? TwilioAnswer.NoAnswer(fault) : TwilioAnswer.NotSent(fault, cancellation);
        }
    }

    /// <summary>Seconds, or a moment by Twilio's own clock, which the answer gives as well.</summary>
    private static TimeSpan? WaitOf(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - response.Headers.Date;
}
