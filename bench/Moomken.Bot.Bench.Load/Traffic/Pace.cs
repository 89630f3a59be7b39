using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>
/// Waits for moments more exactly than a timer, whose millisecond would be the size of what is measured, and without
/// spinning, which would take the core away from the replies.
/// </summary>
internal static partial class Pace
{
    private const int Monotonic = 1;
    private const int Absolute = 1;
    private const int SetTimerSlack = 29;

    /// <summary>Asks the kernel to wake this thread on time instead of up to 50 µs late.</summary>
    public static void MakeExact() => _ = Control(SetTimerSlack, 1, 0, 0, 0);

    /// <summary>Blocks the thread until the timestamp, in nanoseconds of <see cref="Stopwatch"/>.</summary>
    public static void Until(long timestamp)
    {
        var (seconds, nanoseconds) = Math.DivRem(timestamp, 1_000_000_000);
        var moment = new Moment((nint)seconds, (nint)nanoseconds);
        while (Stopwatch.GetTimestamp() < timestamp)
        {
            _ = Sleep(Monotonic, Absolute, in moment, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int Sleep(int clock, int flags, in Moment moment, nint remaining);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Moment(nint Seconds, nint Nanoseconds);
}
