using Microsoft.Extensions.Logging;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

// What becomes of a message after one attempt.
public sealed partial class Sender
{
    private async Task RecordAsync(SendQueue queue, OutboundMessage message, SendResult result, CancellationToken cancellation)
    {
        var attempts = queue.CountAttempt();
        switch (result)
        {
            case SendResult.Sent taken:
                reached?.Invoke(FaultPoints.AfterProviderAccept);
                Note(queue, message, taken.ProviderId);
                await log.KeptAsync();
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
                await GiveUpAllAsync(queue, message, gone.Reason, cancellation);
                break;
            case SendResult.RecipientMoved moved:
                await MoveAsync(queue, moved, cancellation);
                break;
        }
    }

    private void Note(SendQueue queue, OutboundMessage message, string? providerId)
    {
        lock (logGate)
        {
            try
            {
                log.Append(message.Id, providerId);
            }
            catch (StoreUnavailableException)
            {
                // Sent is sent: trying again because our disk is full would send it every two seconds. If the process dies
                // before the conversation is written, it goes out once more.
                logger.LogWarning("A message sent on {Channel} could not be noted in the sent log.", queue.Address.Channel);
            }

            reached?.Invoke(FaultPoints.BeforeSettle);
            Interlocked.Increment(ref sent);
            queue.Settle(message.Id, time.GetUtcNow());
        }
    }

    /// <summary>What came in meanwhile is newer than what is written here, and stays.</summary>
    private async Task GiveUpAllAsync(SendQueue queue, OutboundMessage message, string reason, CancellationToken cancellation)
    {
        var unreachable = await records.MarkUnreachableAsync(queue.ConversationId, reason, cancellation);
        queue.Settle(message.Id, time.GetUtcNow());
        if (unreachable is not null)
        {
            Offer(unreachable, queue.Address);
        }

        Next(queue);
    }

    private async Task MoveAsync(SendQueue queue, SendResult.RecipientMoved moved, CancellationToken cancellation)
    {
        var now = await records.MoveAsync(queue.ConversationId, moved.User, WithoutSettled, cancellation);
        queue.Leave();
        Next(queue);
        if (now is { } there)
        {
            Offer(there.Conversation, there.Address);
        }
    }

    private async Task GiveUpAsync(SendQueue queue, OutboundMessage message, string reason, CancellationToken cancellation)
    {
        await records.GiveUpAsync(queue.ConversationId, message, reason, cancellation);
        queue.Settle(message.Id, time.GetUtcNow());
        Next(queue);
    }
}
