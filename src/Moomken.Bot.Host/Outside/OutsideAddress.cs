using System.Net;
using System.Net.Sockets;

namespace Moomken.Bot.Host.Outside;

/// <summary>
/// Which addresses lie outside, on the public internet. What a stranger's message names is fetched only from there: an
/// address inside (this machine, its network, a cloud's metadata) would let a stranger use this service as their hands.
/// </summary>
public static class OutsideAddress
{
    /// <summary>Never public: the special-purpose registries of IANA, and what clouds keep for themselves on public numbers.</summary>
    private static readonly IPNetwork[] Inside4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network; 0.0.0.0 reaches this machine
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"), // behind an operator's NAT; a cloud's metadata too
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("168.63.129.16/32"), // Azure's own services, as seen from its machines
        IPNetwork.Parse("169.254.0.0/16"), // link-local: the metadata of most clouds
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/4"),
        IPNetwork.Parse("240.0.0.0/4"),
    ];

    private static readonly IPNetwork Public6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Inside6 =
    [
        IPNetwork.Parse("2001::/23"), // Teredo and others that carry another address inside
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("2002::/16"), // 6to4 carries an IPv4 address, which may be a private one
        IPNetwork.Parse("3fff::/20"),
    ];

    /// <summary>A network with IPv6 only reaches IPv4 through this prefix; what counts is the address inside.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool Is(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Array.Exists(Inside4, network => network.Contains(address));
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return Is(address.MapToIPv4());
        }

        return Nat64.Contains(address)
            ? Is(new IPAddress(address.GetAddressBytes().AsSpan(12)))
            : Public6.Contains(address) && !Array.Exists(Inside6, network => network.Contains(address));
    }
}
