namespace Moomken.Bot.Conversations;

/// <summary>
/// Knows which conversation has its next timer when. Only a reminder to look: whether a timer still counts is decided by
/// the stored conversation, so that a late, double or forgotten entry here does no harm. Filled again after a start by
/// the sweep over conversations. Thread-safe.
/// </summary>
public sealed class TimerWheel(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<string, DateTimeOffset> queue = new();
    private readonly Dictionary<string, (DateTimeOffset At, long Revision)> next = [];

    /// <summary>An older state of a conversation than the one last given changes nothing.</summary>
    public void Set(Conversation conversation)
    {
        lock (gate)
        {
            if (next.TryGetValue(conversation.Id, out var known) && known.Revision > conversation.Revision)
            {
                return;
            }

            if (conversation.Timers.IsDefaultOrEmpty)
            {
                next.Remove(conversation.Id);
                return;
            }

            Add(conversation.Id, conversation.Timers.Min(timer => timer.DueAt), conversation.Revision);
        }
    }

    /// <summary>Conversations that have a timer.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return next.Count;
            }
        }
    }

    /// <summary>Conversations with a timer that is due now; each is given once.</summary>
    public IReadOnlyList<string> TakeDue()
    {
        var due = new List<string>();
        lock (gate)
        {
            var now = time.GetUtcNow();
            while (queue.TryPeek(out var id, out var at) && at <= now)
            {
                queue.Dequeue();
                if (next.TryGetValue(id, out var current) && current.At == at)
                {
                    next.Remove(id);
                    due.Add(id);
                }
            }

            Shrink();
        }

        return due;
    }

    /// <summary>Puts back what was taken and could not be worked on, for the next round. A newer entry stays as it is.</summary>
    public void PutBack(IEnumerable<string> conversations)
    {
        lock (gate)
        {
            foreach (var id in conversations.Where(id => !next.ContainsKey(id)))
            {
                Add(id, time.GetUtcNow(), revision: 0);
            }
        }
    }

    private void Add(string id, DateTimeOffset at, long revision)
    {
        var isSame = next.TryGetValue(id, out var current) && current.At == at;
        next[id] = (at, revision);
        if (!isSame)
        {
            queue.Enqueue(id, at);
        }
    }

    /// <summary>Every turn moves its conversation's timer and leaves the old entry behind: they are thrown out in bulk.</summary>
    private void Shrink()
    {
        if (queue.Count < 1_000 || queue.Count < next.Count * 4)
        {
            return;
        }

        queue.Clear();
        queue.EnqueueRange(next.Select(pair => (pair.Key, pair.Value.At)));
    }
}
