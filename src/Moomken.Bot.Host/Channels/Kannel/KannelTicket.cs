using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Moomken.Bot.Sealing;

namespace Moomken.Bot.Host.Channels.Kannel;

/// <summary>
/// The phone that a message goes to, sealed and bound to the message's id: it stands in the address that Kannel calls with
/// the report. Nobody without our keys can make one, and Kannel's files and logs, which hold that address, show no secret of ours.
/// </summary>
public sealed class KannelTicket(Vault vault)
{
    public string Make(string messageId, KannelLine line, string user) =>
        Base64Url.EncodeToString(vault.Seal(Encoding.UTF8.GetBytes(user), Bound(messageId, line)));

    /// <summary>The phone; null for anything that we did not make for this message and this line.</summary>
    public string? Open(string messageId, KannelLine line, string ticket)
    {
        try
        {
            return Encoding.UTF8.GetString(vault.Open(Base64Url.DecodeFromChars(ticket), Bound(messageId, line)));
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static byte[] Bound(string messageId, KannelLine line) => Encoding.UTF8.GetBytes($"{line.Name} report\n{messageId}");
}
