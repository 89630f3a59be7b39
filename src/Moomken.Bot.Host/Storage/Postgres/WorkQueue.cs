namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// Works on their way to the lanes, by conversation: a lane takes all that wait of the conversations it takes, and no other lane
/// gets works of these until it has committed. Thread-safe.
/// </summary>
internal sealed class WorkQueue(int limit)
{
    private readonly object gate = new();
    private readonly Dictionary<string, Queue<WaitingWork>> waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Queue<string> ready = [];
    private int count;
    private bool closed;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return count;
            }
        }
    }

    public Admission Add(WaitingWork work)
    {
        lock (gate)
        {
            if (closed || count >= limit)
            {
                return closed ? Admission.Closed : Admission.Full;
            }

            if (!waiting.TryGetValue(work.Conversation, out var works))
            {
                waiting.Add(work.Conversation, works = []);
                MakeReady(work.Conversation);
            }

            works.Enqueue(work);
            count++;
            return Admission.Taken;
        }
    }

    /// <summary>Moves up to <paramref name="most"/> works into <paramref name="target"/>, waiting for the first. False when closed and empty.</summary>
    public bool Take(List<WaitingWork> target, int most)
    {
        lock (gate)
        {
            while (ready.Count == 0 && !(closed && count == 0))
            {
                Monitor.Wait(gate);
            }

            while (target.Count < most && ready.TryDequeue(out var conversation))
            {
                TakeFrom(conversation, target, most);
            }

            return target.Count > 0;
        }
    }

    /// <summary>These are committed or have failed: the next works of their conversations may be taken.</summary>
    public void Release(IEnumerable<WaitingWork> works)
    {
        lock (gate)
        {
            foreach (var work in works)
            {
                if (taken.Remove(work.Conversation) && waiting.ContainsKey(work.Conversation))
                {
                    MakeReady(work.Conversation);
                }
            }

            if (closed && count == 0)
            {
                Monitor.PulseAll(gate);
            }
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

    private void TakeFrom(string conversation, List<WaitingWork> target, int most)
    {
        var works = waiting[conversation];
        while (target.Count < most && works.TryDequeue(out var work))
        {
            target.Add(work);
            count--;
        }

        taken.Add(conversation);
        if (works.Count == 0)
        {
            waiting.Remove(conversation);
        }
    }

    private void MakeReady(string conversation)
    {
        if (!taken.Contains(conversation))
        {
            ready.Enqueue(conversation);
            Monitor.Pulse(gate);
        }
    }
}

internal enum Admission
{
    Taken,
    Full,
    Closed,
}
