using System.Net;
using System.Net.Sockets;

namespace Moomken.Bot.Host.Tests.Channels.Telegram;

/// <summary>A loopback port that nobody listens on: the webhook's address must be known before the server starts.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
