using System.Collections;

namespace Moomken.Bot.Retention;

/// <summary>
/// Ids that were seen in a sweep, in a memory that does not grow with them. It never forgets one; of ids that it did not see it takes a few
/// for seen (one in fifty with a million of them). Such a document stays until a later sweep, which takes others.
/// </summary>
/// <param name="seed">Another in each sweep.</param>
public sealed class SeenIds(long seed)
{
    /// <summary>One mebibyte.</summary>
    private const int Bits = 1 << 23;

    private const int Marks = 5;

    private readonly BitArray bits = new(Bits);

    public void Add(string id)
    {
        for (var mark = 0; mark < Marks; mark++)
        {
            bits[At(id, mark)] = true;
        }
    }

    public void Add(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            Add(id);
        }
    }

    public bool Holds(string id)
    {
        for (var mark = 0; mark < Marks; mark++)
        {
            if (!bits[At(id, mark)])
            {
                return false;
            }
        }

        return true;
    }

    private int At(string id, int mark) => HashCode.Combine(id, seed, mark) & (Bits - 1);
}
