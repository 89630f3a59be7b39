using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// Our own token for the connector, from the client credentials. One fetch at a time, kept until five minutes before its end;
/// after a failure the next fetch waits, so that a wrong secret does not become a flood. Thread-safe.
/// </summary>
public sealed class ConnectorTokens(HttpClient client, BotFrameworkOptions options, TimeProvider time, ILogger<ConnectorTokens> log) : IDisposable
{
    public static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim fetching = new(1);
    private Held? held;
    private DateTimeOffset notBefore = DateTimeOffset.MinValue;

    /// <summary>Null when none can be had now.</summary>
    public async Task<string?> GetAsync(CancellationToken cancellation)
    {
        if (Fresh() is { } fresh)
        {
            return fresh;
        }

        await fetching.WaitAsync(cancellation);
        try
        {
            if (Fresh() is null && time.GetUtcNow() >= notBefore)
            {
                Volatile.Write(ref held, await FetchAsync(cancellation));
            }

            return Fresh();
        }
        finally
        {
            fetching.Release();
        }
    }

    /// <summary>The connector did not take this token: the next one is fetched anew. Said late of an older token, it changes nothing.</summary>
    public void Refused(string token)
    {
        if (Volatile.Read(ref held) is { } current && current.Token == token)
        {
            Interlocked.CompareExchange(ref held, null, current);
        }
    }

    public void Dispose() => fetching.Dispose();

    private string? Fresh() => Volatile.Read(ref held) is { } token && time.GetUtcNow() < token.Until ? token.Token : null;

    /// <summary>Whether one is given now, whatever we hold: a token outlives the secret that it was made with. Keeps nothing.</summary>
    public async Task<TokenTrial> TryAsync(CancellationToken cancellation) => (await AskAsync(cancellation)).Trial;

    private async Task<Held?> FetchAsync(CancellationToken cancellation)
    {
        var (token, trial) = await AskAsync(cancellation);
        return token is null ? Fail(trial) : Keep(token);
    }

    private async Task<(TokenAnswer? Token, TokenTrial Trial)> AskAsync(CancellationToken cancellation)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = options.AppId!,
            ["client_secret"] = options.AppPassword!,
            ["scope"] = options.Issuer + "/.default",
        });
        try
        {
            using var answer = await client.PostAsync(new Uri(options.TokenAddress), form, cancellation);
            var token = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync(ConnectorTokenJson.Default.TokenAnswer, cancellation) : null;
            var given = token is { AccessToken.Length: > 0 };
            return (given ? token : null, new TokenTrial(given, (int)answer.StatusCode, $"HTTP {(int)answer.StatusCode}"));
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or JsonException && !cancellation.IsCancellationRequested)
        {
            return (null, new TokenTrial(false, 0, fault.GetType().Name));
        }
    }

    private Held Keep(TokenAnswer token)
    {
        var lasts = TimeSpan.FromSeconds(Math.Clamp(token.ExpiresIn, 60, 86_400));
        return new Held(token.AccessToken!, time.GetUtcNow() + (lasts > RenewBefore * 2 ? lasts - RenewBefore : lasts / 2));
    }

    private Held? Fail(TokenTrial trial)
    {
        notBefore = time.GetUtcNow() + RetryAfter;
        log.LogWarning(
            "No token for the Bot Connector from {Url} ({Fault}); messages wait. 400 and 401 mean that BotFramework__AppId, BotFramework__AppPassword (the secret's value, not its id; does it last still?), BotFramework__TenantId or BotFramework__Cloud is wrong.",
            options.TokenAddress, trial.Said);
        return null;
    }

    private sealed record Held(string Token, DateTimeOffset Until);
}

/// <summary>What became of asking for a token.</summary>
/// <param name="Given">One was given.</param>
/// <param name="Status">HTTP status; 0 without an answer.</param>
/// <param name="Said">For a log: never the answer's own text, which may quote what was sent.</param>
public sealed record TokenTrial(bool Given, int Status, string Said);

/// <summary>What the token endpoint answers; seconds.</summary>
internal sealed record TokenAnswer(string? AccessToken, double ExpiresIn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class ConnectorTokenJson : JsonSerializerContext;
