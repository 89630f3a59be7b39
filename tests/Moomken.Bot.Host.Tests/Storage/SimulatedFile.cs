namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>One file of a simulated disk: what is flushed, what is not, and the lengths in between.</summary>
internal sealed class SimulatedFile
{
    private const int Sector = 4096;

    private readonly Dictionary<int, List<byte[]>> unflushed = [];
    private readonly List<long> unflushedLengths = [];
    private byte[] current;
    private byte[] flushed;
    private long flushedLength;

    public SimulatedFile(byte[] content)
    {
        current = new byte[RoundUp(content.Length)];
        content.CopyTo(current, 0);
        flushed = (byte[])current.Clone();
        Length = flushedLength = content.Length;
    }

    public long Length { get; private set; }

    public int Read(Span<byte> target, long offset)
    {
        var count = (int)Math.Clamp(Length - offset, 0, target.Length);
        current.AsSpan((int)Math.Min(offset, current.Length), count).CopyTo(target);
        return count;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        if (source.IsEmpty)
        {
            return;
        }

        var end = offset + source.Length;
        Grow(end);
        source.CopyTo(current.AsSpan((int)offset));
        for (var sector = (int)(offset / Sector); sector <= (end - 1) / Sector; sector++)
        {
            Remember(sector);
        }

        if (end > Length)
        {
            Length = end;
            unflushedLengths.Add(end);
        }
    }

    public void SetLength(long length)
    {
        Grow(length);
        if (length < Length)
        {
            current.AsSpan((int)length, (int)(Length - length)).Clear();
        }

        Length = length;
        unflushedLengths.Add(length);
    }

    public void Flush()
    {
        flushed = (byte[])current.Clone();
        flushedLength = Length;
        unflushed.Clear();
        unflushedLengths.Clear();
    }

    public byte[] Survivor(Random random)
    {
        var choice = random.Next(unflushedLengths.Count + 1);
        var survived = new byte[choice == 0 ? flushedLength : unflushedLengths[choice - 1]];
        for (var sector = 0; sector * Sector < survived.Length; sector++)
        {
            var states = unflushed.GetValueOrDefault(sector);
            var state = random.Next((states?.Count ?? 0) + 1);
            var from = state > 0 ? states![state - 1].AsSpan() : Flushed(sector);
            var to = survived.AsSpan(sector * Sector);
            from[..Math.Min(from.Length, to.Length)].CopyTo(to);
        }

        return survived;
    }

    private Span<byte> Flushed(int sector) =>
        flushed.Length > sector * Sector ? flushed.AsSpan(sector * Sector, Sector) : [];

    private void Remember(int sector)
    {
        if (!unflushed.TryGetValue(sector, out var states))
        {
            unflushed.Add(sector, states = []);
        }

        states.Add(current.AsSpan(sector * Sector, Sector).ToArray());
    }

    private void Grow(long length)
    {
        if (length > current.Length)
        {
            Array.Resize(ref current, (int)RoundUp(Math.Max(length, current.Length * 2L)));
        }
    }

    private static long RoundUp(long length) => (length + Sector - 1) / Sector * Sector;
}
