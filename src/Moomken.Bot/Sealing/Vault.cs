using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Moomken.Bot.Sealing;

/// <summary>
/// Seals bytes with AES-256-GCM under named keys and makes look-up keys by HMAC. The keys are handed in: they live
/// outside the database, so that a stolen data file or backup names nobody. Thread-safe.
/// </summary>
public sealed class Vault : IDisposable
{
    /// <summary>Sealed bytes: 1 format, 1 key number, 12 nonce, 16 tag, then as many bytes as were sealed.</summary>
    public const int Overhead = 30;

    private const byte Format = 1;
    private readonly byte current;
    private readonly FrozenDictionary<byte, ThreadLocal<AesGcm>> ciphers;
    private readonly byte[] lookupKey;

    /// <param name="keys">256-bit keys by number; the highest number seals, all of them open.</param>
    /// <param name="lookupKey">256-bit key for look-ups; it never changes, since changing it would orphan every address.</param>
    public Vault(IReadOnlyDictionary<byte, byte[]> keys, byte[] lookupKey)
    {
        current = keys.Keys.Max();
        ciphers = keys.ToFrozenDictionary(key => key.Key, key => new ThreadLocal<AesGcm>(() => new AesGcm(key.Value, 16), true));
        this.lookupKey = lookupKey;
    }

    public byte[] Seal(ReadOnlySpan<byte> plain) => Seal(plain, []);

    /// <summary>Seals bytes that open only with the same <paramref name="boundTo"/>: what is sealed for one record cannot be passed off as another's.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> boundTo)
    {
        var @sealed = new byte[plain.Length + Overhead];
        @sealed[0] = Format;
        @sealed[1] = current;
        var nonce = @sealed.AsSpan(2, 12);
        RandomNumberGenerator.Fill(nonce);
        ciphers[current].Value!.Encrypt(nonce, plain, @sealed.AsSpan(Overhead), @sealed.AsSpan(14, 16), [.. @sealed.AsSpan(0, 2), .. boundTo]);
        return @sealed;
    }

    /// <summary>Throws <see cref="CryptographicException"/> for bytes that were changed or sealed under a key we do not have.</summary>
    public byte[] Open(ReadOnlySpan<byte> @sealed) => Open(@sealed, []);

    /// <summary>Opens what was sealed with <paramref name="boundTo"/>. Throws as the other <c>Open</c> does, also for bytes bound to something else.</summary>
    public byte[] Open(ReadOnlySpan<byte> @sealed, ReadOnlySpan<byte> boundTo)
    {
        if (@sealed.Length < Overhead || @sealed[0] != Format || !ciphers.TryGetValue(@sealed[1], out var cipher))
        {
            throw new CryptographicException("These bytes were not sealed with any key of this key file. Is it the key file that belongs to this data folder?");
        }

        var plain = new byte[@sealed.Length - Overhead];
        cipher.Value!.Decrypt(@sealed.Slice(2, 12), @sealed[Overhead..], @sealed.Slice(14, 16), plain, [.. @sealed[..2], .. boundTo]);
        return plain;
    }

    public string SealText(string text) => Convert.ToBase64String(Seal(Encoding.UTF8.GetBytes(text)));

    public string OpenText(string @sealed) => Encoding.UTF8.GetString(Open(Convert.FromBase64String(@sealed)));

    /// <summary>A look-up key: 32 hexadecimal characters that cannot be turned back without the key, not even by trying every phone number.</summary>
    public string Lookup(string purpose, string value)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(lookupKey, Encoding.UTF8.GetBytes($"{purpose}\n{value}"), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }

    public void Dispose()
    {
        foreach (var cipher in ciphers.Values)
        {
            foreach (var instance in cipher.Values)
            {
                instance.Dispose();
            }

            cipher.Dispose();
        }
    }
}
