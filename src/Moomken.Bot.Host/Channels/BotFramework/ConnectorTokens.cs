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

    private async Task<Held?> FetchAsync(CancellationToken cancellation)
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
            return token is { AccessToken.Length: > 0 } ? Keep(token) : Fail($"HTTP {(int)answer.StatusCode}");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or JsonException && !cancellation.IsCancellationRequested)
        {
            return Fail(fault.GetType().Name);
        }
    }

    private Held Keep(TokenAnswer token)
    {
        var lasts = TimeSpan.FromSeconds(Math.Clamp(token.ExpiresIn, 60, 86_400));
        return new Held(token.AccessToken!, time.GetUtcNow() + (lasts > RenewBefore * 2 ? lasts - RenewBefore : lasts / 2));
    }

    /// <summary>Not the answer's text: it may quote what was sent.</summary>
    private Held? Fail(string fault)
    {
        notBefore = time.GetUtcNow() + RetryAfter;
        log.LogWarning(
            "No token for the Bot Connector from {Url} ({Fault}); messages wait. 400 and 401 mean that BotFramework__AppId, BotFramework__AppPassword (the secret's value, not its id; does it last still?) or BotFramework__TenantId is wrong.",
            options.TokenAddress, fault);
        return null;
    }

    private sealed record Held(string Token, DateTimeOffset Until);
}

/// <summary>What the token endpoint answers; seconds.</summary>
internal sealed record TokenAnswer(string? AccessToken, double ExpiresIn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class ConnectorTokenJson : JsonSerializerContext;
