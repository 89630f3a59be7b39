using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Moomken.Bot.Host.Backup;

/// <summary>
/// Seals the key file with a passphrase, so that it may travel in the archive: PBKDF2 over SHA-256, then AES-256-GCM. Layout: 4 bytes
/// mark, 4 bytes rounds, 16 salt, 12 nonce, 16 tag, then the bytes.
/// </summary>
internal static class KeySeal
{
    /// <summary>A passphrase is all that stands between a thief of the archive and everything in it.</summary>
    public const int ShortestPassphrase = 16;

    private const int Rounds = 600_000;
    private const int MostRounds = 10_000_000;
    private const int Salt = 16;
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int Head = 8 + Salt + Nonce + Tag;
    private static readonly byte[] Mark = "MKS1"u8.ToArray();

    public static byte[] Seal(ReadOnlySpan<byte> plain, string passphrase)
    {
        var bytes = new byte[Head + plain.Length];
        Mark.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), Rounds);
        RandomNumberGenerator.Fill(bytes.AsSpan(8, Salt + Nonce));
        using var cipher = new AesGcm(KeyOf(passphrase, bytes), Tag);
        cipher.Encrypt(bytes.AsSpan(8 + Salt, Nonce), plain, bytes.AsSpan(Head), bytes.AsSpan(8 + Salt + Nonce, Tag), bytes.AsSpan(0, 8));
        return bytes;
    }

    /// <summary>Null when the passphrase is wrong or the bytes are damaged.</summary>
    public static byte[]? Open(byte[] bytes, string passphrase)
    {
        if (bytes.Length < Head || !bytes.AsSpan(0, 4).SequenceEqual(Mark) || BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)) is < 1 or > MostRounds)
        {
            return null;
        }

        try
        {
            var plain = new byte[bytes.Length - Head];
            using var cipher = new AesGcm(KeyOf(passphrase, bytes), Tag);
            cipher.Decrypt(bytes.AsSpan(8 + Salt, Nonce), bytes.AsSpan(Head), bytes.AsSpan(8 + Salt + Nonce, Tag), plain, bytes.AsSpan(0, 8));
            return plain;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] KeyOf(string passphrase, byte[] bytes) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(passphrase), bytes.AsSpan(8, Salt), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)), HashAlgorithmName.SHA256, 32);
}
