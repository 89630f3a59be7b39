namespace Moomken.Bot.Host.Storage.LiteDb;

/// <summary>Works on their way to the owner thread, in the order in which they came.</summary>
internal sealed class WorkQueue(int limit)
{
    private readonly object gate = new();
    private readonly Queue<Work> works = [];
    private bool closed;
    private bool ownerWaits;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return works.Count;
            }
        }
    }

    public Admission Add(Work work)
    {
        lock (gate)
        {
            if (closed)
            {
                return Admission.Closed;
            }

            if (works.Count >= limit)
            {
                return Admission.Full;
            }

            works.Enqueue(work);
            if (ownerWaits)
            {
                Monitor.Pulse(gate);
            }

            return Admission.Taken;
        }
    }

    /// <summary>
    /// Moves up to <paramref name="most"/> works into <paramref name="target"/>, waiting for the first. False when none came in time;
    /// none at all when closed and empty.
    /// </summary>
    public bool Take(List<Work> target, int most, TimeSpan patience)
    {
        lock (gate)
        {
            while (works.Count == 0 && !closed)
            {
                ownerWaits = true;
                var came = Monitor.Wait(gate, patience);
                ownerWaits = false;
                if (!came)
                {
                    return false;
                }
            }

            while (target.Count < most && works.TryDequeue(out var work))
            {
                target.Add(work);
            }

            return true;
        }
    }

    /// <summary>No more works; those that wait are still taken.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }
    }
}

internal enum Admission
{
    Taken,
    Full,
    Closed,
}
