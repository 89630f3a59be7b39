using System.Net.Http.Headers;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// The calls to service URLs. Addresses hold conversation ids, which name people, so none is ever logged
/// (<see cref="ProviderConnections"/>). Thread-safe.
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
        client = new HttpClient(ProviderConnections.Handler(64)) { Timeout = TimeSpan.FromSeconds(options.SendTimeoutSeconds), MaxResponseContentBufferSize = LongestAnswer };
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
            return body.Started ? ConnectorAnswer.NoAnswer(fault) : ConnectorAnswer.NotSent(fault, cancellation);
        }
    }

    private TimeSpan? WaitOf(RetryConditionHeaderValue? asked) => asked?.Delta ?? (asked?.Date is { } date ? date - time.GetUtcNow() : null);
}
