namespace Moomken.Bot.Places;

/// <summary>How many keystrokes are between two words.</summary>
internal static class EditDistance
{
    /// <summary>True when one letter was added, left out or changed, or two neighbours were swapped.</summary>
    public static bool IsOne(string left, string right)
    {
        var (longer, shorter) = left.Length >= right.Length ? (left, right) : (right, left);
        var start = longer.AsSpan().CommonPrefixLength(shorter);
        var restLong = longer.AsSpan(start);
        var restShort = shorter.AsSpan(start);
        return (longer.Length - shorter.Length) switch
        {
            1 => restLong[1..].SequenceEqual(restShort),
            0 when restLong.Length > 0 => restLong[1..].SequenceEqual(restShort[1..]) || IsSwap(restLong, restShort),
            _ => false,
        };
    }

    /// <summary>True up to two: for Latin spellings whose consonants agree already.</summary>
    public static bool IsAtMostTwo(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 2)
        {
            return false;
        }

        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }

        return row[^1] <= 2;
    }

    private static bool IsSwap(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length > 1 && left[0] == right[1] && left[1] == right[0] && left[2..].SequenceEqual(right[2..]);
}
