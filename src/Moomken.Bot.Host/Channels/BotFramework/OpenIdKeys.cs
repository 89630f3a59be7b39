using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>What a look at the keys gave.</summary>
public abstract record KeyLookup
{
    private KeyLookup()
    {
    }

    public sealed record Found(JsonWebKey Key, FrozenSet<string> Endorsements) : KeyLookup;

    /// <summary>The issuer has no such key.</summary>
    public sealed record NoSuchKey : KeyLookup;

    /// <summary>The keys could not be fetched: nobody can say whether a token is right, so the sender must come again.</summary>
    public sealed record Unavailable : KeyLookup;
}

/// <summary>
/// An issuer's signing keys by way of its OpenID metadata. Fetched at the first token, again after 12 hours, and for a key id
/// that is not known at most once an hour, so that strangers cannot make us call all day. One fetch at a time; while the issuer
/// cannot be reached the keys last fetched go on. Thread-safe.
/// </summary>
/// <remarks>Own code: ConfigurationManager of Microsoft.IdentityModel fetches in the background, so the first message after a change of keys would be refused and lost.</remarks>
public sealed class OpenIdKeys(HttpClient client, string metadataUrl, TimeProvider time, ILogger<OpenIdKeys> log) : IDisposable
{
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromHours(12);
    public static readonly TimeSpan UnknownKeyAfter = TimeSpan.FromHours(1);

    /// <summary>After a fetch that failed.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim fetching = new(1);
    private volatile Keys? known;
    private DateTimeOffset lastTry = DateTimeOffset.MinValue;
    private bool lastFailed;

    public async Task<KeyLookup> FindAsync(string kid, CancellationToken cancellation)
    {
        var held = known;
        if (held is not null && held.ByKid.TryGetValue(kid, out var found) && time.GetUtcNow() - held.FetchedAt < RefreshAfter)
        {
            return found;
        }

        await fetching.WaitAsync(cancellation);
        try
        {
            await FetchIfDueAsync(kid, cancellation);
        }
        finally
        {
            fetching.Release();
        }

        return known is { } now && now.ByKid.TryGetValue(kid, out var key) ? key
            : known is null || lastFailed ? new KeyLookup.Unavailable()
            : new KeyLookup.NoSuchKey();
    }

    public void Dispose() => fetching.Dispose();

    private async Task FetchIfDueAsync(string kid, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var wait = known is null || lastFailed ? RetryAfter : known.ByKid.ContainsKey(kid) ? RefreshAfter : UnknownKeyAfter;
        if (now - lastTry < wait)
        {
            return;
        }

        lastTry = now;
        lastFailed = await FetchAsync(cancellation) is not { } fetched || (known = new Keys(fetched, now)) is null;
    }

    private async Task<FrozenDictionary<string, KeyLookup.Found>?> FetchAsync(CancellationToken cancellation)
    {
        try
        {
            using var metadata = JsonDocument.Parse(await client.GetByteArrayAsync(new Uri(metadataUrl), cancellation));
            var address = metadata.RootElement.GetProperty("jwks_uri").GetString();
            if (!WebAddress.IsUsable(address) || (WebAddress.IsLoopback(address!) && !WebAddress.IsLoopback(metadataUrl)))
            {
                throw new InvalidOperationException("The metadata names no usable jwks_uri.");
            }

            return Read(await client.GetStringAsync(new Uri(address!), cancellation));
        }
        catch (Exception fault) when (IsExpected(fault) && !cancellation.IsCancellationRequested)
        {
            log.LogWarning(
                "The signing keys at {Url} could not be fetched ({Fault}). {State} Is the internet or the proxy up, and is the setting right?",
                metadataUrl, fault.GetType().Name, known is null ? "Until they are, every activity is answered 503." : "Those fetched earlier go on.");
            return null;
        }
    }

    private static bool IsExpected(Exception fault) =>
        fault is HttpRequestException or OperationCanceledException or JsonException or ArgumentException or KeyNotFoundException or InvalidOperationException;

    private static FrozenDictionary<string, KeyLookup.Found> Read(string jwks)
    {
        var keys = new Dictionary<string, KeyLookup.Found>(StringComparer.Ordinal);
        foreach (var key in new JsonWebKeySet(jwks).Keys.Where(key => key is { Kty: "RSA", Kid.Length: > 0 }))
        {
            keys[key.Kid] = new KeyLookup.Found(key, EndorsementsOf(key));
        }

        return keys.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenSet<string> EndorsementsOf(JsonWebKey key) =>
        key.AdditionalData.TryGetValue("endorsements", out var value) && value is JsonElement { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.String).Select(entry => entry.GetString()!).ToFrozenSet(StringComparer.Ordinal)
            : [];

    private sealed record Keys(FrozenDictionary<string, KeyLookup.Found> ByKid, DateTimeOffset FetchedAt);
}
