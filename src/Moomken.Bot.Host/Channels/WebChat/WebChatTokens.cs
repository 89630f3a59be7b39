using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Channels.WebChat;

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

    private readonly WebChatKeyring keys = new(store, vault, ids);
    private readonly UsedTickets used = new(time);

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
        return result is WebChatTokenResult.Valid valid && !used.UseUp(valid.Claims.Number) ? new WebChatTokenResult.Refused() : result;
    }

    /// <summary>
    /// What our page keeps to get a fresh token for its chat after days. Computed, not stored; worthless for any other chat
    /// and once the chat is forgotten.
    /// </summary>
    public async Task<string> SecretOfAsync(string conversation, string user) =>
        Base64UrlEncoder.Encode(HMACSHA256.HashData((await keys.ReadAsync()).Resume, Encoding.UTF8.GetBytes($"{conversation}\n{user}")));

    public async Task<bool> SecretIsAsync(string conversation, string user, string secret) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(await SecretOfAsync(conversation, user)), Encoding.UTF8.GetBytes(secret));

    public void Dispose() => keys.Dispose();

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
            SigningCredentials = new SigningCredentials((await keys.ReadAsync()).Signing, SecurityAlgorithms.HmacSha256),
        });
    }

    private async Task<WebChatTokenResult> ReadAsync(string token, string audience)
    {
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKey = (await keys.ReadAsync()).Signing,
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
}
