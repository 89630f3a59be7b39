using System.Net;
using System.Net.Sockets;

namespace Moomken.Bot.Host.Outside;

/// <summary>
/// Makes HTTP handlers that open connections only to <see cref="OutsideAddress">outside addresses</see>. The name is
/// resolved here, once, and the address that was checked is the one that is dialled: a name that answers differently the
/// second time gains nothing.
/// </summary>
/// <param name="trusted">
/// Hosts with their port that the operator has written into the settings: they may lie inside (a gateway of one's own, a fake
/// in a test). Never decided by what a message says.
/// </param>
/// <param name="resolve">How a name becomes addresses; the system's own when left out.</param>
public sealed class OutsideConnections(Func<DnsEndPoint, bool>? trusted = null, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);

    private readonly Func<DnsEndPoint, bool> trusted = trusted ?? (_ => false);
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>Trusts the host and port of these addresses, as the operator wrote them.</summary>
    public static OutsideConnections Trusting(params IReadOnlyList<Uri> addresses) =>
        new(end => addresses.Any(address => address.Port == end.Port && string.Equals(address.IdnHost, end.Host, StringComparison.OrdinalIgnoreCase)));

    public bool Trusts(Uri address) => trusted(new DnsEndPoint(address.IdnHost, address.Port));

    /// <summary>
    /// No redirects, cookies, proxies or traces: each of them would carry a request, or what authorises it, to a place that
    /// nobody checked. A request to an address inside fails with <see cref="InsideAddressException"/> at its base.
    /// </summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false, // a proxy would resolve the name a second time, behind this check
        ConnectTimeout = ConnectWithin,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = DecompressionMethods.None, // a small body must not become a large one here
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellation) => Connect(context.DnsEndPoint, cancellation),
    };

    private async ValueTask<Stream> Connect(DnsEndPoint end, CancellationToken cancellation)
    {
        var found = await resolve(end.Host, cancellation);
        var allowed = trusted(end) ? found : Array.FindAll(found, OutsideAddress.Is);
        if (allowed.Length == 0)
        {
            throw found.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new InsideAddressException();
        }

        SocketException? fault = null;
        foreach (var address in allowed)
        {
            try
            {
                return await Dial(new IPEndPoint(address, end.Port), cancellation);
            }
            catch (SocketException refused)
            {
                fault = refused;
            }
        }

        throw fault!;
    }

    private static async Task<Stream> Dial(IPEndPoint end, CancellationToken cancellation)
    {
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(end, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A name led to addresses inside only; nothing was dialled. Names neither: a log would tell a stranger's address.</summary>
public sealed class InsideAddressException() : IOException("The address is not on the public internet, so it is not called.");
