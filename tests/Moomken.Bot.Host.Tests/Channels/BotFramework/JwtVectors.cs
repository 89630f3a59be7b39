using System.Text.Json;
using System.Text.Json.Nodes;
using Moomken.Bot.Fakes.BotFramework;

namespace Moomken.Bot.Host.Tests.Channels.BotFramework;

/// <summary>Makes the Authorization header that a verdict was given over, from its claims and its name.</summary>
internal static class JwtVectors
{
    public static string HeaderOf(FakeConnector fake, JsonElement verdict)
    {
        var name = verdict.GetProperty("name").GetString()!;
        var claims = verdict.TryGetProperty("claims", out var given) ? ClaimsOf(given) : fake.Claims(verdict.GetProperty("activityServiceUrl").GetString());
        return name switch
        {
            "header: bearer lower case" => "bearer " + fake.ChannelKeys["ch1"].Sign(claims),
            "channel: HS256 with public key text" => "Bearer " + fake.ChannelKeys["ch1"].SignWithSecret(claims, fake.ChannelKeys["ch1"].PublicPem()),
            "channel: alg none" => "Bearer " + fake.ChannelKeys["ch1"].WithoutSignature(claims),
            "channel: tampered payload" => "Bearer " + Tampered(fake.ChannelKeys["ch1"].Sign(claims), claims),
            "channel: kid of another key" => "Bearer " + fake.ChannelKeys["ch1"].Sign(claims, claimedKid: "ch2"),
            "emulator issuer signed with channel key" => "Bearer " + fake.ChannelKeys["ch1"].Sign(claims),
            "endorsement: key endorses telegram, activity telegram" => "Bearer " + fake.ChannelKeys["ch2"].Sign(claims),
            "endorsement: key without endorsements" => "Bearer " + fake.ChannelKeys["ch3"].Sign(claims),
            _ when name.StartsWith("emulator", StringComparison.Ordinal) => "Bearer " + fake.EmulatorKey.Sign(claims),
            _ => "Bearer " + fake.ChannelKeys["ch1"].Sign(claims),
        };
    }

    /// <summary>The times in the file are written from the moment of use: <c>now-60s</c>.</summary>
    private static JsonObject ClaimsOf(JsonElement given)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = JsonNode.Parse(given.GetRawText())!.AsObject();
        foreach (var name in new[] { "nbf", "exp" })
        {
            if (claims[name] is JsonValue value)
            {
                claims[name] = now + long.Parse(((string)value!)["now".Length..^1]);
            }
        }

        return claims;
    }

    /// <summary>The payload changed after it was signed.</summary>
    private static string Tampered(string token, JsonObject claims)
    {
        var changed = claims.DeepClone().AsObject();
        changed["extra"] = "1";
        var parts = token.Split('.');
        return $"{parts[0]}.{FakeKey.Part(changed)}.{parts[2]}";
    }
}
