using System.Diagnostics;

namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>
/// Poisson arrivals from a seed, on a thread of their own. A late start does not move what follows, and latency counts
/// from when a turn was due, so a server that stalls cannot hide it by being asked less.
/// </summary>
public sealed class Arrivals : IDisposable
{
    private readonly Dispatcher dispatcher;
    private readonly Random random;
    private readonly double nanosecondsBetween;
    private readonly Thread thread;
    private volatile bool stopped;

    /// <param name="dispatcher">Told of each arrival.</param>
    /// <param name="rate">Arrivals a second, on average.</param>
    /// <param name="seed">The same seed, the same gaps.</param>
    public Arrivals(Dispatcher dispatcher, double rate, int seed)
    {
        this.dispatcher = dispatcher;
        random = new Random(seed);
        nanosecondsBetween = Stopwatch.Frequency / rate;
        dispatcher.AwaitArrivals();
        thread = new Thread(Run) { IsBackground = true, Name = "arrivals" };
        thread.Start();
    }

    public void Dispose()
    {
        stopped = true;
        thread.Join();
    }

    private void Run()
    {
        Pace.MakeExact();
        double due = Stopwatch.GetTimestamp();
        while (!stopped)
        {
            due += -Math.Log(1 - random.NextDouble()) * nanosecondsBetween;
            Pace.Until((long)due);
            dispatcher.Arrive((long)due);
        }
    }
}
