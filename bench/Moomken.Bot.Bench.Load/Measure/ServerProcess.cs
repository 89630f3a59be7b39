using System.Globalization;

namespace Moomken.Bot.Bench.Load.Measure;

/// <summary>What the kernel knows about the server under test: its process and those that it started, together.</summary>
/// <exception cref="IOException">From every member: the process has ended.</exception>
public sealed class ServerProcess(int id)
{
    // USER_HZ: fixed at 100 for everything that /proc shows, whatever the kernel counts in.
    private const double TicksPerSecond = 100;

    /// <summary>CPU seconds used so far, in user and kernel mode together, also by children that have ended.</summary>
    public double CpuSeconds => All(id).Sum(CpuSecondsOf);

    /// <summary>Resident memory now, in MB (10^6 bytes).</summary>
    public double ResidentMegabytes => Math.Round(All(id).Sum(process => Megabytes(process, "VmRSS:")), 1);

    /// <summary>The most that was ever resident, in MB.</summary>
    public double PeakMegabytes => Math.Round(All(id).Sum(process => Megabytes(process, "VmHWM:")), 1);

    private static IEnumerable<int> All(int process) => Children(process)
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(child => All(int.Parse(child, CultureInfo.InvariantCulture)))
        .Prepend(process);

    private static string Children(int process)
    {
        var list = $"/proc/{process}/task/{process}/children";
        return File.Exists(list) ? File.ReadAllText(list) : "";
    }

    private double CpuSecondsOf(int process)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{process}/stat");
        }
        catch (IOException) when (process != id)
        {
            // A child that has just ended: its parent counts it.
            return 0;
        }

        // The name in parentheses may contain blanks; fields are counted after it.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(Ticks) / TicksPerSecond;
    }

    private static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture);

    private static double Megabytes(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        var kibibytes = double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return kibibytes * 1024 / 1e6;
    }
}
