using System.Net;
using System.Net.Http.Headers;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// The calls to service URLs. Addresses hold conversation ids, which name people, so none is ever logged: the clients are made
/// here and not by the client factory of the framework, which logs each one, and tracing of requests is off for them. Thread-safe.
/// </summary>
public sealed class Connector : IDisposable
{
    /// <summary>An answer is an id or an error.</summary>
    private const int LongestAnswer = 256 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");
    private readonly HttpClient client;
    private readonly ConnectorTokens tokens;
    private readonly TimeProvider time;

    public Connector(BotFrameworkOptions options, ConnectorTokens tokens, TimeProvider time)
    {
        client = new HttpClient(NewHandler()) { Timeout = TimeSpan.FromSeconds(options.SendTimeoutSeconds), MaxResponseContentBufferSize = LongestAnswer };
        (this.tokens, this.time) = (tokens, time);
    }

    /// <summary>
    /// Posts one activity. Never throws for what a server or a network can do; only for a cancellation before anything was
    /// sent. A token that was refused is fetched anew once: the answer 401 promises that nothing was done.
    /// </summary>
    internal async Task<ConnectorAnswer> PostAsync(Recipient to, ReadOnlyMemory<byte> activity, CancellationToken cancellation)
    {
        if (!to.Chat.MayHaveToken)
        {
            return await PostAsync(to.Address, activity, null, cancellation);
        }

        for (var last = false; ; last = true)
        {
            if (await tokens.GetAsync(cancellation) is not { } token)
            {
                return ConnectorAnswer.NoToken;
            }

            var answer = await PostAsync(to.Address, activity, token, cancellation);
            if (answer.Status != StatusCodes.Status401Unauthorized || last)
            {
                return answer;
            }

            tokens.Refused(token);
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>For small calls to known places: no redirects, no cookies, no traces.</summary>
    internal static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false, // whoever redirects us would be handed the token
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxConnectionsPerServer = 64,
        // Shorter than servers keep an idle connection, so that a message is not written into one that is just closing.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    };

    private async Task<ConnectorAnswer> PostAsync(Uri address, ReadOnlyMemory<byte> activity, string? token, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var body = new WatchedContent(activity, Json);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            return ConnectorAnswer.Read((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation), WaitOf(response.Headers.RetryAfter));
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            // Whether a byte of the message left us decides everything: only then may it be sent again without doubt.
            return body.Started ? NoAnswer(fault) : NotSent(fault, cancellation);
        }
    }

    private TimeSpan? WaitOf(RetryConditionHeaderValue? asked) => asked?.Delta ?? (asked?.Date is { } date ? date - time.GetUtcNow() : null);

    private static ConnectorAnswer NotSent(Exception fault, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new ConnectorAnswer(ConnectorDelivery.NotSent, Fault: fault is OperationCanceledException ? "timeout" : "unreachable");
    }

    private static ConnectorAnswer NoAnswer(Exception fault) => new(
        ConnectorDelivery.NoAnswer,
        Fault: fault is not OperationCanceledException ? "cut" : fault.InnerException is TimeoutException ? "timeout" : "cancelled");
}
