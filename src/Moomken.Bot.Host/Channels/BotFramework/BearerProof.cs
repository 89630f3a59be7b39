using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Moomken.Bot.Host.Channels.BotFramework;

/// <summary>
/// Judges the Authorization header by the rules of the Bot Connector. Reasons of refusal: header, token, issuer, audience,
/// algorithm, key, signature, lifetime, version. What needs no key is judged first, so that rubbish costs no call to the issuer.
/// </summary>
/// <param name="options">Found right by <see cref="BotFrameworkOptions.Validate"/>.</param>
/// <param name="connector">The keys of Microsoft's connector.</param>
/// <param name="own">The keys that tokens of our own credentials are signed with; null where these are not taken.</param>
/// <param name="time">The clock that tokens are held against.</param>
public sealed class BearerProof(BotFrameworkOptions options, OpenIdKeys connector, OpenIdKeys? own, TimeProvider time)
{
    /// <summary>Clocks differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    // No HS*: it would take the public key, which everybody has, for a shared secret. No "none".
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512];

    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = 16 * 1024 };

    // Only the configured tenant beside Microsoft's own: taking the one that the token itself names would take any.
    private readonly HashSet<string> ownIssuers =
    [
        .. (options.TenantId is { } tenant ? options.Cloud.EmulatorTenants.Add(tenant) : options.Cloud.EmulatorTenants).SelectMany(options.Cloud.IssuersOf),
    ];

    public async Task<Proof> JudgeAsync(IReadOnlyList<string?> headers, CancellationToken cancellation)
    {
        // One header, two parts, the scheme to the letter: as the official library reads it.
        if (headers is not [{ } header] || header.Split(' ') is not ["Bearer", { Length: > 0 } text])
        {
            return new Proof.Refused("header");
        }

        if (!Handler.CanReadToken(text) || Unproved(text) is not { } token)
        {
            return new Proof.Refused("token");
        }

        return token.Issuer == options.Issuer ? await JudgeAsync(token, connector, isOwn: false, cancellation)
            : own is not null && ownIssuers.Contains(token.Issuer) ? await JudgeAsync(token, own, isOwn: true, cancellation)
            : new Proof.Refused("issuer");
    }

    private async Task<Proof> JudgeAsync(JsonWebToken token, OpenIdKeys keys, bool isOwn, CancellationToken cancellation)
    {
        // A list of audiences is refused even with ours in it, as the official library does.
        if (!token.TryGetPayloadValue<object>("aud", out var audience) || audience as string != options.AppId)
        {
            return new Proof.Refused("audience");
        }

        if (!Algorithms.Contains(token.Alg))
        {
            return new Proof.Refused("algorithm");
        }

        if (isOwn && !IsOfOurApp(token))
        {
            return new Proof.Refused("version");
        }

        return await keys.FindAsync(token.Kid, cancellation) switch
        {
            KeyLookup.Found found => await JudgeAsync(token, found, isOwn),
            KeyLookup.NoSuchKey => new Proof.Refused("key"),
            _ => new Proof.Unavailable(),
        };
    }

    private async Task<Proof> JudgeAsync(JsonWebToken token, KeyLookup.Found key, bool isOwn)
    {
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = token.Issuer,
            ValidAudience = options.AppId,
            ValidAlgorithms = Algorithms,
            IssuerSigningKey = key.Key,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            LifetimeValidator = (from, until, _, _) => IsNow(from, until),
        });
        if (!result.IsValid)
        {
            return new Proof.Refused(result.Exception is SecurityTokenInvalidLifetimeException ? "lifetime" : "signature");
        }

        return new Proof.Proved(isOwn
            ? new Caller.OwnCredentials()
            : new Caller.Connector(token.TryGetPayloadValue<string>("serviceurl", out var url) ? url : null, key.Endorsements));
    }

    /// <summary>A token without an end is refused.</summary>
    private bool IsNow(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until is { } end && end + Skew > now && (from is not { } start || start - Skew < now);
    }

    /// <summary>Version 1 names the app in <c>appid</c>, version 2 in <c>azp</c>. Another app that calls us would be a skill's parent; we are no skill.</summary>
    private bool IsOfOurApp(JsonWebToken token) => Claim(token, "ver") switch
    {
        "1.0" => Claim(token, "appid") == options.AppId,
        "2.0" => Claim(token, "azp") == options.AppId,
        _ => false,
    };

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;

    private static JsonWebToken? Unproved(string text)
    {
        try
        {
            var token = Handler.ReadJsonWebToken(text);
            return token.Kid.Length >= 0 && token.Issuer.Length > 0 ? token : null;
        }
        catch (Exception fault) when (fault is ArgumentException or SecurityTokenException or System.Text.Json.JsonException or FormatException)
        {
            return null;
        }
    }
}
