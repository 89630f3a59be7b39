using System.Security.Cryptography;
using System.Text;
using Moomken.Bot.Sealing;

namespace Moomken.Bot.Evidence;

/// <summary>
/// Seals the parts of evidence, each bound to its id and part: a file that someone moves under another id on disk does
/// not open there, so nobody can make one report show another report's photo.
/// </summary>
public sealed class EvidenceSeal(Vault vault, IEvidenceFiles files)
{
    public void Write(string id, EvidencePart part, ReadOnlySpan<byte> bytes) => files.Write(id, part, vault.Seal(bytes, Binding(id, part)));

    /// <summary>Null when the part is not there, or is there but is not what we sealed for this id.</summary>
    public byte[]? Read(string id, EvidencePart part)
    {
        try
        {
            return files.Read(id, part) is { } bytes ? vault.Open(bytes, Binding(id, part)) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Binding(string id, EvidencePart part) => Encoding.UTF8.GetBytes($"evidence/{id}/{part}");
}
