using System.Security.Cryptography;
using System.Text;
using Moomken.Bot.Sealing;

namespace Moomken.Bot.People;

/// <summary>Seals and opens what could name a person, under that person's own key.</summary>
public sealed class PersonSeal(Vault vault, IdSource ids)
{
    private const int Nonce = 12;
    private const int Tag = 16;

    public byte[] NewKey() => vault.Seal(ids.Bytes(32));

    public string Seal(Person person, string text)
    {
        using var cipher = new AesGcm(vault.Open(person.SealedKey), Tag);
        var plain = Encoding.UTF8.GetBytes(text);
        var @sealed = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(@sealed.AsSpan(0, Nonce));
        cipher.Encrypt(@sealed.AsSpan(0, Nonce), plain, @sealed.AsSpan(Nonce + Tag), @sealed.AsSpan(Nonce, Tag));
        return Convert.ToBase64String(@sealed);
    }

    /// <summary>Throws <see cref="CryptographicException"/> when the text was sealed for somebody else or was changed.</summary>
    public string Open(Person person, string text)
    {
        var @sealed = Convert.FromBase64String(text);
        return person.FormerKeys.IsEmpty
            ? Open(person.SealedKey, @sealed)
            : TryOpen(person.SealedKey, @sealed) ?? person.FormerKeys.Select(former => TryOpen(former, @sealed)).FirstOrDefault(plain => plain is not null)
                ?? throw new CryptographicException("The text was sealed for somebody else, or changed.");
    }

    private string? TryOpen(byte[] sealedKey, byte[] @sealed)
    {
        try
        {
            return Open(sealedKey, @sealed);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private string Open(byte[] sealedKey, byte[] @sealed)
    {
        using var cipher = new AesGcm(vault.Open(sealedKey), Tag);
        var plain = new byte[@sealed.Length - Nonce - Tag];
        cipher.Decrypt(@sealed.AsSpan(0, Nonce), @sealed.AsSpan(Nonce + Tag), @sealed.AsSpan(Nonce, Tag), plain);
        return Encoding.UTF8.GetString(plain);
    }
}
