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

    /// <summary>Moves up to <paramref name="most"/> works into <paramref name="target"/>, waiting for the first. False when closed and empty.</summary>
    public bool Take(List<Work> target, int most)
    {
        lock (gate)
        {
            while (works.Count == 0 && !closed)
            {
                ownerWaits = true;
                Monitor.Wait(gate);
                ownerWaits = false;
            }

            while (target.Count < most && works.TryDequeue(out var work))
            {
                target.Add(work);
            }

            return target.Count > 0;
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
