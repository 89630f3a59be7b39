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
public sealed class Sender(
    IReadOnlyDictionary<string, IChannel> channels, ISentLog log, OutboxRecords records, TimeProvider time, ILogger<Sender> logger) : IDisposable
{
    /// <summary>Messages on their way at once. Enough to hide a provider's latency, few enough for one connection pool.</summary>
    public const int AtOnce = 48;

    private readonly ConcurrentDictionary<string, SendQueue> queues = new(StringComparer.Ordinal);
    private readonly LaneQueues ready = new();
    private readonly Delays delays = new(time);

    /// <summary>Messages sent since the start, for metrics.</summary>
    public long Sent { get; private set; }

    /// <summary>Takes over a conversation's pending messages. Calling it twice, or with an older state, changes nothing.</summary>
    public void Offer(Conversation conversation, ChannelAddress address)
    {
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

    /// <summary>Sends until told to stop; what is on its way then is waited for.</summary>
    public Task RunAsync(CancellationToken cancellation)
    {
        var workers = Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(cancellation));
        return Task.WhenAll(workers.Append(delays.RunAsync(ready, cancellation)));
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

    /// <summary>True when nothing that was sent is missing in the documents.</summary>
    public bool AllSettled => queues.Values.All(queue => !queue.HasSettledBefore(DateTimeOffset.MaxValue));

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

    private async Task WorkAsync(CancellationToken cancellation)
    {
        while (await ready.NextAsync(cancellation) is { } queue)
        {
            try
            {
                await SendHeadAsync(queue, cancellation);
            }
            catch (Exception unexpected) when (unexpected is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                // One message must never stop the others: it is tried again, and expires in the end.
                logger.LogError("Sending failed unexpectedly on {Channel}: {Kind}", queue.Address.Channel, unexpected.GetType().Name);
                delays.Add(queue, time.GetUtcNow() + RetrySchedule.After(1));
            }
        }
    }

    private async Task SendHeadAsync(SendQueue queue, CancellationToken cancellation)
    {
        if (queue.Head is not { } message)
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
            await RecordAsync(queue, message, await channel.SendAsync(queue.Address, message, cancellation), cancellation);
        }
    }

    private async Task RecordAsync(SendQueue queue, OutboundMessage message, SendResult result, CancellationToken cancellation)
    {
        var attempts = queue.CountAttempt();
        switch (result)
        {
            case SendResult.Sent sent:
                log.Append(message.Id, sent.ProviderId);
                Sent++;
                queue.Settle(message.Id, time.GetUtcNow());
                Next(queue);
                break;
            case SendResult.Throttled throttled:
                delays.Add(queue, time.GetUtcNow() + throttled.RetryAfter, throttled.WholeAccount);
                break;
            case SendResult.Failed { Retryable: true }:
                delays.Add(queue, time.GetUtcNow() + RetrySchedule.After(attempts));
                break;
            case SendResult.Unknown when attempts < RetrySchedule.TriesWhenUnknown && message.Lane <= Lane.Reply:
                delays.Add(queue, time.GetUtcNow() + RetrySchedule.After(attempts));
                break;
            case SendResult.Failed failed:
                await GiveUpAsync(queue, message, failed.Reason, cancellation);
                break;
            case SendResult.Unknown unknown:
                await GiveUpAsync(queue, message, unknown.Reason, cancellation);
                break;
            case SendResult.RecipientGone gone:
                await records.MarkUnreachableAsync(queue.ConversationId, gone.Reason, cancellation);
                queue.Clear();
                Next(queue);
                break;
            case SendResult.RecipientMoved moved:
                await MoveAsync(queue, moved, cancellation);
                break;
        }
    }

    private async Task MoveAsync(SendQueue queue, SendResult.RecipientMoved moved, CancellationToken cancellation)
    {
        if (await records.MoveAsync(queue.ConversationId, moved.User, cancellation) is { } now)
        {
            Offer(now.Conversation, now.Address);
        }

        queue.Clear();
        Next(queue);
    }

    private async Task GiveUpAsync(SendQueue queue, OutboundMessage message, string reason, CancellationToken cancellation)
    {
        await records.GiveUpAsync(queue.ConversationId, message, reason, cancellation);
        queue.Settle(message.Id, time.GetUtcNow());
        Next(queue);
    }

    public void Dispose() => ready.Dispose();

    private void Next(SendQueue queue)
    {
        if (queue.GoOn())
        {
            ready.Add(queue);
        }
    }
}
