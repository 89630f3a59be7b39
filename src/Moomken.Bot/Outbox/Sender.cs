using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>
/// Sends what conversations have pending, after it is durable: one message of a conversation at a time and in order, the
/// lanes by rank. What the provider has taken goes to the sent log at once and to the conversation with its next write.
/// </summary>
public sealed partial class Sender(
    IReadOnlyDictionary<string, IChannel> channels, ISentLog log, OutboxRecords records, TimeProvider time, ILogger<Sender> logger, FaultPoint? reached = null, INodes? nodes = null) : IDisposable
{
    /// <summary>Messages on their way at once. Enough to hide a provider's latency, few enough for one connection pool.</summary>
    public const int AtOnce = 48;

    /// <summary>How long a message that is on its way when the program stops may wait for its answer: without it nobody knows whether it arrived.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Held while an entry goes into the sent log and its queue, and while the log is emptied: no entry may fall between.</summary>
    private readonly Lock logGate = new();

    private readonly ConcurrentDictionary<string, SendQueue> queues = new(StringComparer.Ordinal);
    private readonly LaneQueues ready = new();
    private readonly Delays delays = new(time);
    private long sent;
    private DateTimeOffset? partBegan;

    /// <summary>Messages sent since the start, for metrics.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Takes over a conversation's pending messages. Calling it twice, or with an older state, changes nothing.</summary>
    public void Offer(Conversation conversation, ChannelAddress address)
    {
        if (!SendsHere(address))
        {
            if (!conversation.Pending.IsEmpty)
            {
                nodes!.Tell(conversation.Id, address);
            }

            return;
        }

        while (true)
        {
            var queue = queues.GetOrAdd(conversation.Id, static id => new SendQueue(id));
            switch (queue.Offer(conversation, address, log.Recovered))
            {
                case SendQueue.Offered.Ready:
                    ready.Add(queue);
                    return;
                case SendQueue.Offered.Nothing:
                    return;
            }
        }
    }

    /// <summary>The conversation without the messages that are known to be sent: a turn writes it so, at no further cost.</summary>
    public Conversation WithoutSettled(Conversation conversation) =>
        queues.TryGetValue(conversation.Id, out var queue) ? queue.WithoutSettled(conversation) : conversation;

    /// <summary>Sends until told to stop; what is on its way then is waited for, five seconds at most.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var sending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var stopping = cancellation.Register(() => sending.CancelAfter(Grace));
        var workers = Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(sending.Token, cancellation));
        await Task.WhenAll(workers.Append(delays.RunAsync(ready, cancellation)));
    }

    /// <summary>Sends everything that may leave now, one after the other, and returns: for a terminal and for tests.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        delays.Release(ready);
        while (ready.NextNow() is { } queue)
        {
            await SendHeadAsync(queue, cancellation);
        }
    }

    /// <summary>Conversations whose sent messages are still in their document; those settled before <paramref name="before"/>.</summary>
    public IReadOnlyList<string> Unsettled(DateTimeOffset before) => [.. queues.Values.Where(queue => queue.HasSettledBefore(before)).Select(queue => queue.ConversationId)];

    /// <summary>Takes note of conversations that were written without their sent messages.</summary>
    public void Written(IEnumerable<Conversation> conversations)
    {
        foreach (var conversation in conversations)
        {
            if (queues.TryGetValue(conversation.Id, out var queue))
            {
                Offer(conversation, queue.Address);
            }
        }
    }

    /// <summary>Empties the sent log, or its older part, when the documents say all that it says, and makes the rest last. Not before every conversation left over from the last run was offered.</summary>
    public void ForgetSettled()
    {
        lock (logGate)
        {
            if (!HasSettledBefore(DateTimeOffset.MaxValue))
            {
                log.Settled();
                partBegan = null;
            }
            else if (partBegan is null)
            {
                // On a busy day there is no moment at which all is settled; what is older than this one will be soon.
                log.BeginPart();
                partBegan = time.GetUtcNow() + TimeSpan.FromTicks(1);
            }
            else if (!HasSettledBefore(partBegan.Value))
            {
                log.ForgetOlderPart();
                partBegan = null;
            }
        }

        log.Flush();
    }

    private bool HasSettledBefore(DateTimeOffset before) => queues.Values.Any(queue => queue.HasSettledBefore(before));

    /// <summary>Lets go of conversations that have nothing to send.</summary>
    public void DropIdle()
    {
        foreach (var (id, queue) in queues)
        {
            if (queue.TryClose(time.GetUtcNow() - TimeSpan.FromMinutes(1)))
            {
                queues.TryRemove(id, out _);
            }
        }
    }

    private async Task WorkAsync(CancellationToken sending, CancellationToken stopping)
    {
        while (await ready.NextAsync(stopping) is { } queue)
        {
            try
            {
                await SendHeadAsync(queue, sending);
            }
            catch (Exception unexpected) when (unexpected is not OperationCanceledException || !sending.IsCancellationRequested)
            {
                // One message must never stop the others: it is tried again, and expires in the end.
                logger.LogError("Sending failed unexpectedly on {Channel}: {Kind}", queue.Address.Channel, unexpected.GetType().Name);
                delays.Add(queue, time.GetUtcNow() + RetrySchedule.After(1));
            }
        }
    }

    private async Task SendHeadAsync(SendQueue queue, CancellationToken cancellation)
    {
        if (!SendsHere(queue.Address))
        {
            // Another node has the account now, and all that is pending; what this one still held would go out twice.
            queue.Leave();
        }

        if (queue.TakeUp() is not { } message)
        {
            Next(queue);
            return;
        }

        var now = time.GetUtcNow();
        if (message.ExpiresAt <= now)
        {
            await GiveUpAsync(queue, message, "expired", cancellation);
        }
        else if (!channels.TryGetValue(queue.Address.Channel, out var channel))
        {
            delays.Add(queue, now + TimeSpan.FromMinutes(5));
        }
        else
        {
            await RecordAsync(queue, message, await channel.SendAsync(queue.Attempt(message), cancellation), cancellation);
        }
    }

    public void Dispose() => ready.Dispose();

    private bool SendsHere(ChannelAddress address) => nodes?.Sends(address.Channel, address.Account) ?? true;

    private void Next(SendQueue queue)
    {
        if (queue.GoOn())
        {
            ready.Add(queue);
        }
    }
}
