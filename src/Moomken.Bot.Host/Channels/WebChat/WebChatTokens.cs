using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

/// <summary>What a token says: one chat, the user id that its messages carry, and the site it was given to.</summary>
public sealed record WebChatClaims(string Conversation, string User, string? Origin, string Number);

/// <summary>What became of reading a token.</summary>
public abstract record WebChatTokenResult
{
    private WebChatTokenResult()
    {
    }

    public sealed record Valid(WebChatClaims Claims) : WebChatTokenResult;

    public sealed record Expired : WebChatTokenResult;

    /// <summary>Not ours, changed, or made for something else.</summary>
    public sealed record Refused : WebChatTokenResult;
}

/// <summary>
/// Signs and reads the tokens of the web chat. directlinejs reads the claim <c>user</c> out of them, so they are JWTs;
/// the key is our own, made at first start and kept sealed in the store.
/// </summary>
public sealed class WebChatTokens(IStore store, Vault vault, IdSource ids, TimeProvider time) : IDisposable
{
    /// <summary>How long a token opens its chat.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1800);

    /// <summary>How long a stream's ticket may wait for its connection: it travels in an address, where proxies may log it.</summary>
    public static readonly TimeSpan TicketLifetime = TimeSpan.FromSeconds(60);

    private const string Issuer = "moomken";
    private const string ChatAudience = "directline";
    private const string StreamAudience = "directline-stream";
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false, MaximumTokenSizeInBytes = 4096 };

    private readonly SemaphoreSlim loading = new(1);
    private readonly Dictionary<string, DateTimeOffset> usedTickets = [];
    private readonly Lock ticketGate = new();
    private Keys? keys;

    /// <summary>A new chat's id: ordered in time, with 130 random bits.</summary>
    public string NewConversation() => ids.Next() + Convert.ToHexString(ids.Bytes(8));

    /// <summary>A user id that no one else has. Web Chat accepts ids with this beginning only from a token.</summary>
    public string NewUser() => "dl_" + ids.Next();

    public Task<string> IssueAsync(string conversation, string user, string? origin) => SignAsync(conversation, user, origin, ChatAudience, Lifetime);

    public Task<WebChatTokenResult> ReadAsync(string token) => ReadAsync(token, ChatAudience);

    /// <summary>A ticket that opens one stream, once.</summary>
    public Task<string> IssueTicketAsync(WebChatClaims claims) => SignAsync(claims.Conversation, claims.User, claims.Origin, StreamAudience, TicketLifetime);

    /// <summary>Reads a ticket and uses it up: the same ticket again is refused.</summary>
    public async Task<WebChatTokenResult> RedeemTicketAsync(string ticket)
    {
        var result = await ReadAsync(ticket, StreamAudience);
        return result is WebChatTokenResult.Valid valid && !UseUp(valid.Claims.Number) ? new WebChatTokenResult.Refused() : result;
    }

    /// <summary>
    /// What our page keeps to get a fresh token for its chat after days. Computed, not stored; worthless for any other chat
    /// and once the chat is forgotten.
    /// </summary>
    public async Task<string> SecretOfAsync(string conversation, string user) =>
        Base64UrlEncoder.Encode(HMACSHA256.HashData((await KeysAsync()).Resume, Encoding.UTF8.GetBytes($"{conversation}\n{user}")));

    public async Task<bool> SecretIsAsync(string conversation, string user, string secret) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(await SecretOfAsync(conversation, user)), Encoding.UTF8.GetBytes(secret));

    public void Dispose() => loading.Dispose();

    private async Task<string> SignAsync(string conversation, string user, string? origin, string audience, TimeSpan lifetime)
    {
        var claims = new Dictionary<string, object> { ["conv"] = conversation, ["user"] = user, ["jti"] = ids.Next() };
        if (origin is not null)
        {
            claims["origin"] = origin;
        }

        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            Claims = claims,
            Expires = time.GetUtcNow().Add(lifetime).UtcDateTime,
            SigningCredentials = new SigningCredentials((await KeysAsync()).Signing, SecurityAlgorithms.HmacSha256),
        });
    }

    private async Task<WebChatTokenResult> ReadAsync(string token, string audience)
    {
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKey = (await KeysAsync()).Signing,
            RequireSignedTokens = true,
            ValidateLifetime = false, // Checked below by our own clock, so that tests can turn it.
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt || jwt.ValidTo == DateTime.MinValue)
        {
            return new WebChatTokenResult.Refused();
        }

        if (jwt.ValidTo <= time.GetUtcNow().UtcDateTime)
        {
            return new WebChatTokenResult.Expired();
        }

        return Claim(jwt, "conv") is { } conversation && Claim(jwt, "user") is { } user && Claim(jwt, "jti") is { } number
            ? new WebChatTokenResult.Valid(new WebChatClaims(conversation, user, Claim(jwt, "origin"), number))
            : new WebChatTokenResult.Refused();
    }

    private static string? Claim(JsonWebToken jwt, string name) => jwt.TryGetPayloadValue<string>(name, out var value) ? value : null;

    private bool UseUp(string number)
    {
        var now = time.GetUtcNow();
        lock (ticketGate)
        {
            foreach (var old in usedTickets.Where(used => used.Value < now).Select(used => used.Key).ToList())
            {
                usedTickets.Remove(old);
            }

            return usedTickets.TryAdd(number, now + TicketLifetime);
        }
    }

    private async ValueTask<Keys> KeysAsync()
    {
        if (Volatile.Read(ref keys) is { } ready)
        {
            return ready;
        }

        await loading.WaitAsync();
        try
        {
            keys ??= Derive(await LoadAsync());
            return keys;
        }
        finally
        {
            loading.Release();
        }
    }

    private async Task<byte[]> LoadAsync()
    {
        var fresh = new WebChatSecret("tokens", vault.Seal(ids.Bytes(32)));
        var kept = await store.WriteAsync(transaction =>
        {
            if (transaction.Get(WebChatSecret.Documents, fresh.Id) is { } known)
            {
                return known;
            }

            transaction.Put(WebChatSecret.Documents, fresh, 0);
            return fresh;
        });
        return vault.Open(kept.SealedKey);
    }

    private static Keys Derive(byte[] secret) => new(
        new SymmetricSecurityKey(HKDF.Expand(HashAlgorithmName.SHA256, secret, 32, "token"u8.ToArray())),
        HKDF.Expand(HashAlgorithmName.SHA256, secret, 32, "resume"u8.ToArray()));

    private sealed record Keys(SymmetricSecurityKey Signing, byte[] Resume);
}
