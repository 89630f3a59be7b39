namespace Moomken.Bot.Conversations;

/// <summary>
/// What a conversation still knows of the marks that moved out of it: enough to say "surely not that one", so that the store is asked
/// about a new message only when it may be a repeat. Asking each time is a round trip to the database a message.
/// A Bloom filter in two halves: the older is dropped when none of its marks can be repeated any more, so that it never fills
/// but in a flood; then the store is asked, as without it.
/// </summary>
/// <param name="Now">The bits of what moved since <paramref name="Since"/>; empty for none.</param>
/// <param name="Before">The bits of what moved earlier; empty for none.</param>
/// <param name="Since">In minutes since 1970.</param>
public sealed record MovedHints(byte[] Now, byte[] Before, int Since)
{
    /// <summary>A hundred marks leave one question in sixty that need not have been asked.</summary>
    private const int Bytes = 128;

    /// <summary>Marks are uniform already: each takes 10 bits for a place, three times.</summary>
    private const int Places = 3;

    private const int PlaceBits = 10;

    public static MovedHints None(int minute) => new([], [], minute);

    /// <summary>Of a conversation whose marks moved before hints were kept: any may have.</summary>
    public static MovedHints Any(int minute)
    {
        var all = new byte[Bytes];
        Array.Fill(all, byte.MaxValue);
        return new([], all, minute);
    }

    /// <summary>False only for a mark that did not move within <see cref="SeenMessages.RepeatsFor"/>.</summary>
    public bool MayHold(long mark) => Holds(Now, mark) || Holds(Before, mark);

    public MovedHints With(long mark, int minute)
    {
        var isOver = minute - Since >= SeenMessages.RepeatsFor.TotalMinutes;
        var bits = isOver || Now.Length == 0 ? new byte[Bytes] : Now.ToArray();
        for (var n = 0; n < Places; n++)
        {
            var (at, bit) = Place(mark, n);
            bits[at] |= bit;
        }

        return isOver ? new MovedHints(bits, Now, minute) : this with { Now = bits };
    }

    private static bool Holds(byte[] bits, long mark)
    {
        for (var n = 0; n < Places && bits.Length > 0; n++)
        {
            var (at, bit) = Place(mark, n);
            if ((bits[at] & bit) == 0)
            {
                return false;
            }
        }

        return bits.Length > 0;
    }

    private static (int At, byte Bit) Place(long mark, int n)
    {
        var place = (int)(mark >> (n * PlaceBits)) & ((1 << PlaceBits) - 1);
        return (place >> 3, (byte)(1 << (place & 7)));
    }
}
