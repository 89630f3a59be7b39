using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Moomken.Bot.Fakes.BotFramework;

/// <summary>A signing key of an issuer, and tokens made with it by hand: no library that the service trusts is trusted here.</summary>
/// <param name="kid">Its id.</param>
/// <param name="endorsements">Channel ids that it signs for; null for none said.</param>
public sealed class FakeKey(string kid, params string[]? endorsements) : IDisposable
{
    private readonly RSA rsa = RSA.Create(2048);

    public string Kid => kid;

    public JsonObject Jwk()
    {
        var key = rsa.ExportParameters(false);
        var jwk = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = kid,
            ["n"] = Base64Url.EncodeToString(key.Modulus),
            ["e"] = Base64Url.EncodeToString(key.Exponent),
        };
        if (endorsements is not null)
        {
            jwk["endorsements"] = new JsonArray([.. endorsements.Select(channel => JsonValue.Create(channel))]);
        }

        return jwk;
    }

    /// <summary>The public key as text, which a forger would use as a shared secret.</summary>
    public string PublicPem() => rsa.ExportSubjectPublicKeyInfoPem();

    public string Sign(JsonObject claims, string algorithm = "RS256", string? claimedKid = null)
    {
        var signed = Part(Header(algorithm, claimedKid ?? kid)) + "." + Part(claims);
        var hash = algorithm switch { "RS384" => HashAlgorithmName.SHA384, "RS512" => HashAlgorithmName.SHA512, _ => HashAlgorithmName.SHA256 };
        return signed + "." + Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(signed), hash, RSASignaturePadding.Pkcs1));
    }

    /// <summary>HS256 with any secret: a forgery.</summary>
    public string SignWithSecret(JsonObject claims, string secret)
    {
        var signed = Part(Header("HS256", kid)) + "." + Part(claims);
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.ASCII.GetBytes(signed)));
    }

    /// <summary>No signature at all: a forgery.</summary>
    public string WithoutSignature(JsonObject claims) => Part(Header("none", kid)) + "." + Part(claims) + ".";

    public void Dispose() => rsa.Dispose();

    public static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonObject Header(string algorithm, string kid) => new() { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = kid };
}
