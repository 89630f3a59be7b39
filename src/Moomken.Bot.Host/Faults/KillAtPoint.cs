using System.Diagnostics;
using System.Globalization;

namespace Moomken.Bot.Host.Faults;

/// <summary>
/// For tests of crashes: with <c>MOOMKEN_FAULT=after_commit</c>, or <c>after_commit:7</c>, the process kills itself, as kill -9
/// does, when it reaches that point for the first or the seventh time. Without the variable there is none of this.
/// </summary>
internal sealed class KillAtPoint(string point, int times)
{
    public const string Variable = "MOOMKEN_FAULT";

    private int left = times;

    /// <summary>Null when nothing, or nothing sensible, is set.</summary>
    /// <param name="setting">As in the environment.</param>
    /// <param name="points">Those that can be reached; null for those of the service.</param>
    public static KillAtPoint? Parse(string? setting, string[]? points = null)
    {
        if (setting?.Split(':') is not [var point, .. { Length: <= 1 } rest] || !(points ?? FaultPoints.All).Contains(point))
        {
            return null;
        }

        return rest.Length == 0 ? new KillAtPoint(point, 1)
            : int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times > 0 ? new KillAtPoint(point, times) : null;
    }

    public static string? FaultOf(string? setting) => string.IsNullOrEmpty(setting) || Parse(setting) is not null
        ? null
        : $"{Variable} is \"{setting}\". It is for tests of crashes; use one of {string.Join(", ", FaultPoints.All)}, with :N for the Nth time, or unset it.";

    public void Reached(string name)
    {
        if (name != point || Interlocked.Decrement(ref left) != 0)
        {
            return;
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
