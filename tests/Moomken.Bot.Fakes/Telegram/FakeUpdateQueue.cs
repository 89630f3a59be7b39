using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Moomken.Bot.Fakes.Telegram;

/// <summary>
/// Brings updates to the bot as Telegram does: by webhook, one after another within a sender's queue and side by side
/// between queues, again and again until it is answered 2xx; or by getUpdates, which holds until there is one.
/// </summary>
internal sealed class FakeUpdateQueue(TimeProvider time, CancellationToken closing) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private readonly ConcurrentDictionary<string, Channel<SentUpdate>> queues = new();
    private readonly SortedDictionary<long, SentUpdate> pending = [];
    private readonly Lock gate = new();
    private FakeWebhook? webhook;
    private TaskCompletionSource changed = NewSignal();
    private TaskCompletionSource? poll;

    /// <summary>The longest wait before an update is posted again; the real server goes up to two minutes.</summary>
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    public FakeWebhook? Webhook
    {
        get
        {
            lock (gate)
            {
                return webhook;
            }
        }

        set => Change(() => webhook = value);
    }

    public IReadOnlyList<SentUpdate> Pending
    {
        get
        {
            lock (gate)
            {
                return [.. pending.Values];
            }
        }
    }

    public void Push(SentUpdate update)
    {
        Change(() => pending.Add(update.Id, update));
        queues.GetOrAdd(update.Queue, _ => StartQueue()).Writer.TryWrite(update);
    }

    public void DropPending() => Change(() => Confirm(long.MaxValue));

    public void Dispose() => client.Dispose();

    /// <summary>What becomes of a call that the bot put into its answer to the webhook.</summary>
    public Action<JsonObject> Carried { get; set; } = _ => { };

    /// <summary>One post of a body to the webhook; 0 when there was no answer.</summary>
    public Task<int> Post(FakeWebhook to, string json) => to.Post(client, json, closing);

    public async Task<IReadOnlyList<SentUpdate>> Poll(long offset, int limit, TimeSpan hold, IReadOnlySet<string>? kinds)
    {
        var mine = TakeTheLine();
        var until = Task.Delay(hold, time, closing);
        while (true)
        {
            var (found, signal) = Collect(offset, limit, kinds);
            if (found.Count > 0 || until.IsCompleted)
            {
                return found;
            }

            await Task.WhenAny(signal, until, mine.Task);
            if (mine.Task.IsCompleted)
            {
                throw new FakeApiError(new FakeFailure(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"));
            }
        }
    }

    private TaskCompletionSource TakeTheLine()
    {
        lock (gate)
        {
            if (webhook is not null)
            {
                throw new FakeApiError(new FakeFailure(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"));
            }

            poll?.TrySetResult();
            return poll = NewSignal();
        }
    }

    private (List<SentUpdate> Found, Task Signal) Collect(long offset, int limit, IReadOnlySet<string>? kinds)
    {
        lock (gate)
        {
            // A negative offset counts from the end and forgets the rest.
            var from = offset >= 0 ? offset : pending.Keys.Reverse().Take((int)-offset).LastOrDefault();
            Confirm(from);
            var wanted = pending.Values.Where(update => kinds is null || kinds.Contains(update.Kind));
            return ([.. wanted.Take(limit)], changed.Task);
        }
    }

    private void Confirm(long below)
    {
        foreach (var update in pending.Values.TakeWhile(update => update.Id < below).ToList())
        {
            pending.Remove(update.Id);
            update.Confirmed();
        }
    }

    private Channel<SentUpdate> StartQueue()
    {
        var queue = Channel.CreateUnbounded<SentUpdate>();
        _ = Task.Run(() => Pump(queue.Reader), closing);
        return queue;
    }

    private async Task Pump(ChannelReader<SentUpdate> queue)
    {
        await foreach (var update in queue.ReadAllAsync(closing))
        {
            await Deliver(update);
        }
    }

    private async Task Deliver(SentUpdate update)
    {
        var delay = TimeSpan.Zero;
        while (!update.Acknowledged.IsCompleted)
        {
            var (to, signal) = Where();
            if (to is null)
            {
                await Task.WhenAny(update.Acknowledged, signal).WaitAsync(closing);
                continue;
            }

            update.Answered(await to.PostInLine(client, update.Json, closing));
            if (!update.Acknowledged.IsCompleted)
            {
                await Task.Delay(delay, time, closing);
                delay = delay == TimeSpan.Zero ? TimeSpan.FromMilliseconds(20) : Min(delay * 2, LongestRetryDelay);
            }
        }

        Change(() => pending.Remove(update.Id));
    }

    private (FakeWebhook? To, Task Signal) Where()
    {
        lock (gate)
        {
            return (webhook, changed.Task);
        }
    }

    private void Change(Action change)
    {
        lock (gate)
        {
            change();
            var told = changed;
            changed = NewSignal();
            told.TrySetResult();
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
