using System.Security.Cryptography;

namespace Moomken.Bot;

/// <summary>Fills a span with random bytes.</summary>
public delegate void RandomBytes(Span<byte> target);

/// <summary>
/// Makes every id in the service. Handed in, so that a test or a simulation is repeatable from a seed. Thread-safe.
/// </summary>
public sealed class IdSource(TimeProvider time, RandomBytes random)
{
    /// <summary>Crockford base 32 without I, L, O, U: nothing in it can be misread over a bad line.</summary>
    public const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly Lock gate = new();
    private long lastTime;
    private ushort counter;

    public static IdSource System(TimeProvider time) => new(time, RandomNumberGenerator.Fill);

    /// <summary>26 characters, ordered by time and then by making: 48 bits of milliseconds, 16 of sequence, 66 random.</summary>
    public string Next()
    {
        long now;
        ushort sequence;
        lock (gate)
        {
            now = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), lastTime);
            if (now != lastTime)
            {
                counter = 0;
            }
            else if (++counter == 0)
            {
                now++;
            }

            lastTime = now;
            sequence = counter;
        }

        return string.Create(26, (now, sequence, random), static (chars, state) =>
        {
            var head = ((UInt128)(ulong)state.now << 16) | state.sequence;
            for (var i = 12; i >= 0; i--, head >>= 5)
            {
                chars[i] = Alphabet[(int)(head & 31)];
            }

            Fill(chars[13..], state.random);
        });
    }

    /// <summary>A case code: 8 characters, shown as <c>XXXX-XXXX</c>. The caller draws again if it is taken.</summary>
    public string NextCode() => string.Create(8, random, static (chars, source) => Fill(chars, source));

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random(bytes);
        return bytes;
    }

    private static void Fill(Span<char> chars, RandomBytes source)
    {
        Span<byte> bytes = stackalloc byte[chars.Length];
        source(bytes);
        for (var i = 0; i < chars.Length; i++)
        {
            chars[i] = Alphabet[bytes[i] & 31];
        }
    }
}
