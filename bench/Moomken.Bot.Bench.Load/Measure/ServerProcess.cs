using System.Globalization;

namespace Moomken.Bot.Bench.Load.Measure;

/// <summary>What the kernel knows about the server under test.</summary>
/// <exception cref="IOException">From every member: the process has ended.</exception>
public sealed class ServerProcess(int id)
{
    // USER_HZ: fixed at 100 for everything that /proc shows, whatever the kernel counts in.
    private const double TicksPerSecond = 100;

    /// <summary>CPU seconds used so far, in user and kernel mode together.</summary>
    public double CpuSeconds
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");

            // The name in parentheses may contain blanks; fields are counted after it.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (Ticks(fields[11]) + Ticks(fields[12])) / TicksPerSecond;
        }
    }

    /// <summary>Resident memory now, in MB (10^6 bytes).</summary>
    public double ResidentMegabytes => Megabytes("VmRSS:");

    /// <summary>The most that was ever resident, in MB.</summary>
    public double PeakMegabytes => Megabytes("VmHWM:");

    private static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture);

    private double Megabytes(string name)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        var kibibytes = double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return Math.Round(kibibytes * 1024 / 1e6, 1);
    }
}
