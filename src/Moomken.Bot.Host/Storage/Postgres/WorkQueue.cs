namespace Moomken.Bot.Host.Storage.Postgres;

/// <summary>
/// Works on their way to the lanes, by conversation: a lane takes all that wait of the conversations it takes, and no other lane
/// gets works of these until it has committed. Thread-safe.
/// </summary>
/// <param name="limit">More works than these are refused.</param>
/// <param name="together">
/// While lanes are at work, another one joins them only for so many works that wait, for each of them. A commit costs the database and us much
/// the same for one work as for twenty, so many small ones at once take the processor from the works themselves. No work waits long for
/// company: a lane may be held up by another node's lock. Zero: no lane waits for company.
/// </param>
internal sealed class WorkQueue(int limit, int together)
{
    /// <summary>A few times what a commit takes.</summary>
    private static readonly TimeSpan LongestAlone = TimeSpan.FromMilliseconds(10);

    private readonly object gate = new();
    private readonly Dictionary<string, Queue<WaitingWork>> waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Queue<string> ready = [];
    private int count;
    private int busy;
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
            AwaitWork();
            while (target.Count < most && ready.TryDequeue(out var conversation))
            {
                TakeFrom(conversation, target, most);
            }

            busy += target.Count > 0 ? 1 : 0;
            return target.Count > 0;
        }
    }

    /// <summary>These are committed or have failed: the next works of their conversations may be taken.</summary>
    public void Release(IEnumerable<WaitingWork> works)
    {
        lock (gate)
        {
            busy--;
            foreach (var work in works)
            {
                if (taken.Remove(work.Conversation) && waiting.ContainsKey(work.Conversation))
                {
                    MakeReady(work.Conversation);
                }
            }

            if (closed)
            {
                Monitor.PulseAll(gate);
            }
            else if (IsWorthALane)
            {
                Monitor.Pulse(gate);
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

    private void AwaitWork()
    {
        while (!IsWorthALane && !(closed && count == 0))
        {
            if (ready.Count == 0)
            {
                Monitor.Wait(gate);
            }
            else if (!Monitor.Wait(gate, LongestAlone) && ready.Count > 0)
            {
                return;
            }
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
            if (ready.Count == 1 || IsWorthALane)
            {
                Monitor.Pulse(gate);
            }
        }
    }

    private bool IsWorthALane => ready.Count > 0 && (count >= busy * together || closed);
}

internal enum Admission
{
    Taken,
    Full,
    Closed,
}
