using System.Diagnostics;

namespace Moomken.Bot.Bench.Load.Traffic;

/// <summary>Who goes next, over which connection, and when. Thread-safe.</summary>
internal sealed class Admission
{
    private readonly Lock gate = new();
    private readonly int connections;
    private readonly Stack<WebhookConnection> idle;
    private readonly Queue<Conversation> ready = new();
    private Queue<long>? arrivals;
    private Func<Conversation, bool>? mayLeave;
    private TaskCompletionSource allLeft = new();
    private int staying;
    private int inFlight;
    private bool stopped;

    public Admission(IReadOnlyCollection<WebhookConnection> connections)
    {
        this.connections = connections.Count;
        idle = new(connections);
    }

    /// <summary>Closed loop until everybody has left; the task ends then, or fails by <see cref="Stop"/>.</summary>
    public Task UntilLeft(IReadOnlyList<Conversation> people, Func<Conversation, bool> mayLeave)
    {
        lock (gate)
        {
            this.mayLeave = mayLeave;
            allLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);
            staying = people.Count;
        }

        ReturnAll(people);
        return allLeft.Task;
    }

    /// <summary>Closed loop without an end.</summary>
    public void Forever(IReadOnlyList<Conversation> people) => Begin(people, null);

    /// <summary>Open loop: a turn for each <see cref="Arrive"/>.</summary>
    public void OnArrival(IReadOnlyList<Conversation> people) => Begin(people, new Queue<long>());

    public void Arrive(long due)
    {
        lock (gate)
        {
            arrivals!.Enqueue(due);
        }
    }

    public bool TryTake(out WebhookConnection connection, out Conversation person, out long due)
    {
        lock (gate)
        {
            (connection, person, due) = (null!, null!, 0);
            var isDue = arrivals is null ? inFlight < connections : arrivals.Count > 0;
            if (stopped || !isDue || idle.Count == 0 || ready.Count == 0)
            {
                return false;
            }

            (connection, person) = (idle.Pop(), ready.Dequeue());
            due = arrivals?.Dequeue() ?? Stopwatch.GetTimestamp();
            inFlight++;
            return true;
        }
    }

    public void Release(WebhookConnection connection)
    {
        lock (gate)
        {
            idle.Push(connection);
        }
    }

    public void TurnOver(Conversation person)
    {
        lock (gate)
        {
            inFlight--;
            Return(person);
        }
    }

    /// <summary>Nothing new begins; who waits for everybody to leave gets <paramref name="reason"/>.</summary>
    public void Stop(string reason)
    {
        lock (gate)
        {
            stopped = true;
            allLeft.TrySetException(new InvalidOperationException(reason));
        }
    }

    private void Begin(IReadOnlyList<Conversation> people, Queue<long>? due)
    {
        lock (gate)
        {
            (mayLeave, arrivals) = (null, due);
            ready.Clear();
        }

        ReturnAll(people);
    }

    private void ReturnAll(IReadOnlyList<Conversation> people)
    {
        lock (gate)
        {
            foreach (var person in people)
            {
                Return(person);
            }
        }
    }

    private void Return(Conversation person)
    {
        if (!person.GaveUp && mayLeave?.Invoke(person) != true)
        {
            ready.Enqueue(person);
        }
        else if (--staying == 0)
        {
            allLeft.TrySetResult();
        }
    }
}
