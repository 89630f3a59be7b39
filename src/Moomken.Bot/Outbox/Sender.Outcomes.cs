using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

// What becomes of a message after one attempt.
public sealed partial class Sender
{
    /// <summary>What must be written is written, and only then is the outcome off the queue's hands.</summary>
    private async Task FinishAsync(SendQueue queue, Outcome outcome, CancellationToken cancellation)
    {
        var message = outcome.Message;
        var followed = IsFollowed(queue.Address.Channel);
        if (outcome.Result is SendResult.Unknown)
        {
            queue.Change(message, trouble => trouble with { Denied = false });
        }

        await ApplyAsync(queue, outcome, followed, cancellation);
        queue.Paid();
        if (!followed)
        {
            return;
        }

        if (outcome.Result is SendResult.Sent)
        {
            notes.Filed(queue, message);
        }
        else
        {
            notes.End(queue, message);
        }
    }

    private Task ApplyAsync(SendQueue queue, Outcome outcome, bool followed, CancellationToken cancellation)
    {
        var message = outcome.Message;
        switch (outcome.Result)
        {
            case SendResult.Sent when !followed:
                return Task.CompletedTask;
            case SendResult.Sent taken:
                return WriteAsync(queue, message, records.FileAsync(queue.ConversationId, message, taken.ProviderId, outcome.Attempt.LastHeard, cancellation));
            case SendResult.Throttled throttled:
                Wait(queue, outcome, throttled.RetryAfter);
                return Task.CompletedTask;
            case SendResult.Failed { Retryable: true }:
                Wait(queue, outcome, schedule.Wait(outcome.Attempt.Number));
                return Task.CompletedTask;
            case SendResult.Failed failed:
                return WriteAsync(queue, message, records.GiveUpAsync(queue.ConversationId, message, failed.Reason, cancellation));
            case SendResult.Unknown unknown:
                return DoubtAsync(queue, outcome, unknown.Reason, cancellation);
            case SendResult.Held held:
                return WriteAsync(queue, message, records.HoldAsync(queue.ConversationId, message, outcome.Attempt.LastHeard, held.Reason, cancellation));
            case SendResult.RecipientGone gone:
                return WriteAsync(queue, message, records.MarkUnreachableAsync(queue.ConversationId, gone.Reason, WithoutSettled, cancellation));
            case SendResult.RecipientMoved moved:
                return MoveAsync(queue, moved, cancellation);
            default:
                throw new InvalidOperationException($"An outcome that nobody knows: {outcome.Result.GetType().Name}.");
        }
    }

    private Task DoubtAsync(SendQueue queue, Outcome outcome, string reason, CancellationToken cancellation)
    {
        var (message, channel) = (outcome.Message, channels[queue.Address.Channel]);
        var trouble = queue.TroubleOf(message);
        if (channel.CanBeAsked && outcome.FromLookUp && trouble.Doubts > 0)
        {
            AskAgain(queue, message, trouble.Asked + 1);
            return Task.CompletedTask;
        }

        if (channel.ReportsWithin > TimeSpan.Zero)
        {
            return WriteAsync(queue, message, records.DoubtAsync(queue.ConversationId, message, time.GetUtcNow() + channel.ReportsWithin, reason, cancellation));
        }

        var doubts = trouble.Doubts + 1;
        if (!channel.CanBeAsked && !MayRepeat(message, doubts))
        {
            return WriteAsync(queue, message, records.GiveUpAsync(queue.ConversationId, message, $"unknown: {reason}", cancellation));
        }

        Wait(queue, outcome, schedule.Wait(doubts));
        queue.Change(message, before => before with { Doubts = doubts });
        return Task.CompletedTask;
    }

    /// <summary>The document says already that the message is in doubt: nothing is written while nothing new is known.</summary>
    private void AskAgain(SendQueue queue, OutboundMessage message, int asked)
    {
        var until = time.GetUtcNow() + schedule.Wait(asked);
        queue.Change(message, trouble => trouble with { Asked = asked, NotBefore = until });
    }

    /// <summary>A provider that denies the attempt when asked makes the next one no repeat.</summary>
    private void Wait(SendQueue queue, Outcome outcome, TimeSpan wait)
    {
        var until = time.GetUtcNow() + wait;
        var denied = outcome is { FromLookUp: true, Result: SendResult.Failed };
        queue.Change(outcome.Message, trouble => trouble with { Attempts = outcome.Attempt.Number, NotBefore = until, Denied = denied, Asked = 0 });
    }

    /// <summary>What came in meanwhile is newer than what is written here, and stays.</summary>
    private async Task WriteAsync(SendQueue queue, OutboundMessage message, Task<Conversation?> writing)
    {
        if (await writing is { } written)
        {
            Offer(written, queue.Address);
        }
        else
        {
            // The document does not list it any more: a report was faster than the answer, or the person said stop. Whoever took it
            // out offers the conversation, but perhaps only after this: until then it must not go once more.
            queue.Settle(message, time.GetUtcNow());
        }
    }

    private async Task MoveAsync(SendQueue queue, SendResult.RecipientMoved moved, CancellationToken cancellation)
    {
        var now = await records.MoveAsync(queue.ConversationId, moved.User, WithoutSettled, cancellation);
        queue.Leave();
        if (now is { } there)
        {
            Offer(there.Conversation, there.Address);
        }
    }
}
