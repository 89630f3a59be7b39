using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>Who may call us: from an allowed address, and for messages with the secret. Kannel cannot sign what it sends.</summary>
public sealed class KannelGate(KannelOptions options)
{
    private readonly byte[] authorization = Encoding.ASCII.GetBytes(
        "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{KannelOptions.WebhookUser}:{options.WebhookSecret}")));

    private readonly IReadOnlyList<IPNetwork> allowed = options.AllowedAddresses.Count == 0
        ? [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")]
        : [.. options.AllowedAddresses.Select(address => Range(address)!.Value)];

    /// <summary>
    /// By the address of the connection. A header that names another, unread by the server, means that a proxy stands
    /// between and that the address is the proxy's: it would let everybody in who can reach the proxy.
    /// </summary>
    public bool Reaches(HttpContext context) =>
        !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("Forwarded")
        && context.Connection.RemoteIpAddress is { } remote
        && Plain(remote) is var address
        && allowed.Any(network => network.Contains(address));

    /// <summary>In constant time for a header of the right length; the length is no secret.</summary>
    public bool HasSecret(HttpRequest request)
    {
        var values = request.Headers.Authorization;
        if (values.Count != 1 || values[0] is not { } given || given.Length != authorization.Length)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[512];
        return Encoding.ASCII.TryGetBytes(given, bytes, out var length) && CryptographicOperations.FixedTimeEquals(bytes[..length], authorization);
    }

    /// <summary>Null when it is neither an address nor a range.</summary>
    internal static IPNetwork? Range(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(Plain(address), Plain(address).GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network
        : null;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
