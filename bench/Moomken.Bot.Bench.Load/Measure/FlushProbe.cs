using System.Diagnostics;

namespace Moomken.Bot.Bench.Load.Measure;

/// <summary>What one durable write costs on a disk: the unit in which commits are to be judged.</summary>
public static class FlushProbe
{
    private const int Bytes = 4096;

    /// <summary>Appends 4 KiB and flushes to the disk, over and over, in a file that is deleted afterwards.</summary>
    public static Percentiles Run(string directory, int times)
    {
        var path = Path.Combine(directory, "flush-probe");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose);
        var block = new byte[Bytes];
        var taken = new List<long>(times);
        for (var i = 0; i < times; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            file.Write(block);
            file.Flush(flushToDisk: true);
            taken.Add((long)Stopwatch.GetElapsedTime(begun).TotalNanoseconds);
        }

        return Percentiles.Of(taken);
    }
}
