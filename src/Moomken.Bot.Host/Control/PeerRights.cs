
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Moomken.Bot.Host.Storage.Disk;

namespace Moomken.Bot.Host.Control;

/// <summary>
/// Who is at the other end: the user that runs the service, or root, and nobody else. The socket's file says the same by its
/// mode; this holds also where the folder's rights were opened by mistake. Only Linux tells; elsewhere the file mode decides.
/// </summary>
internal static class PeerRights
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const int UserOffset = 4;
    private const int CredentialBytes = 12;
    private const uint Root = 0;

    public static bool MayTalk(Socket peer)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        Span<byte> credentials = stackalloc byte[CredentialBytes];
        return peer.GetRawSocketOption(SolSocket, SoPeerCred, credentials) == CredentialBytes
            && Allows(MemoryMarshal.Read<uint>(credentials[UserOffset..]), Libc.EffectiveUser());
    }

    public static bool Allows(uint peer, uint service) => peer == service || peer == Root;
}
