using System.Net;

namespace Moomken.Bot.Host.Channels;

/// <summary>
/// Connections to a provider's API. Made here and not by the client factory of the framework, which logs each address: addresses
/// of providers hold tokens, phone numbers and chat ids.
/// </summary>
internal static class ProviderConnections
{
    /// <param name="most">At one time, to one host.</param>
    public static SocketsHttpHandler Handler(int most) => new()
    {
        AllowAutoRedirect = false, // providers' APIs never redirect; whoever does would be handed the token
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxConnectionsPerServer = most,
        // Shorter than servers keep an idle connection (smsbox: 60 s), so that a message is not written into one that is just closing.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null, // no trace of a request: it would hold the address
    };
}
