using Microsoft.Extensions.Logging;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Outbox;

// The work itself: take a conversation, make one attempt or finish one, put it down.
public sealed partial class Sender
{
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
        while (ready.NextNow() is { } entry)
        {
            await WorkOnAsync(entry, cancellation);
        }
    }

    private async Task WorkAsync(CancellationToken sending, CancellationToken stopping)
    {
        while (await ready.NextAsync(stopping) is { } entry)
        {
            await WorkOnAsync(entry, sending);
        }
    }

    private async Task WorkOnAsync(QueueMove entry, CancellationToken cancellation)
    {
        var queue = entry.Queue;
        if (!queue.TryTake(entry.Ticket))
        {
            return;
        }

        try
        {
            await StepAsync(queue, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The program ends: what was not finished is found in the document and in the sent log.
            return;
        }
        catch (Exception fault)
        {
            // One message must never stop the others. What was to be written is written later, and nothing is sent before.
            logger.LogError("Sending on {Channel} is interrupted: {Kind}", queue.Address.Channel, fault.GetType().Name);
            queue.Pause(time.GetUtcNow());
        }

        queue.PutDown();
        Place(queue);
    }

    private async Task StepAsync(SendQueue queue, CancellationToken cancellation)
    {
        if (queue.Owed is { } owed)
        {
            await FinishAsync(queue, owed, cancellation);
            return;
        }

        var now = time.GetUtcNow();
        if (!IsOurs(queue))
        {
            return;
        }

        if (queue.TakeUp(now) is not { } message)
        {
            return;
        }

        var channel = channels.GetValueOrDefault(queue.Address.Channel);
        if (channel is null && message.ExpiresAt > now)
        {
            // The channel was turned off: its messages wait for it, and expire in the end.
            queue.Change(message, trouble => trouble with { NotBefore = now + TimeSpan.FromMinutes(5) });
            return;
        }

        var outcome = channel is null ? GivenUp(queue.Attempt(message), "expired") : await TryAsync(queue, message, channel, cancellation);
        queue.Owe(outcome);
        await log.KeptAsync();
        await FinishAsync(queue, outcome, cancellation);
    }

    /// <summary>Sends, where that is the thing to do, and says what is known of the message then.</summary>
    private async Task<Outcome> TryAsync(SendQueue queue, OutboundMessage message, IChannel channel, CancellationToken cancellation)
    {
        var attempt = queue.Attempt(message);
        var followed = channel.ReportsWithin > TimeSpan.Zero;
        if (followed && notes.SentBefore.TryGetValue(message.Key, out var providerId))
        {
            return new Outcome(attempt, new SendResult.Sent(providerId));
        }

        var doubts = queue.TroubleOf(message).Doubts;
        var interrupted = followed && notes.WasInterrupted(message);
        if (doubts > 0 || interrupted)
        {
            var found = await channel.LookUpAsync(attempt, cancellation);
            if (interrupted || found is not SendResult.Unknown)
            {
                return Said(queue, attempt, found, followed, fromLookUp: true);
            }
        }

        if (message.ExpiresAt <= time.GetUtcNow())
        {
            return GivenUp(attempt, "expired");
        }

        return doubts > 0 && !MayRepeat(message, doubts)
            ? GivenUp(attempt, "unknown")
            : await SendAsync(queue, attempt, channel, doubts > 0, cancellation);
    }

    private async Task<Outcome> SendAsync(SendQueue queue, SendAttempt attempt, IChannel channel, bool repeat, CancellationToken cancellation)
    {
        var followed = channel.ReportsWithin > TimeSpan.Zero;
        if (followed)
        {
            notes.Begin(queue, attempt.Message);
            await log.KeptAsync();
        }

        if (repeat)
        {
            Interlocked.Increment(ref repeated);
        }

        var result = await channel.SendAsync(attempt, cancellation);
        if (result is SendResult.Unknown && await channel.LookUpAsync(attempt, cancellation) is var found and not SendResult.Unknown)
        {
            return Said(queue, attempt, found, followed, fromLookUp: true);
        }

        return Said(queue, attempt, result, followed, fromLookUp: false);
    }

    /// <summary>What the provider has taken is noted at once, before anything is written that could fail.</summary>
    private Outcome Said(SendQueue queue, SendAttempt attempt, SendResult result, bool followed, bool fromLookUp)
    {
        if (result is SendResult.Sent taken)
        {
            reached?.Invoke(FaultPoints.AfterProviderAccept);
            notes.Sent(queue, attempt.Message, taken.ProviderId, now => Taken(queue, attempt.Message, followed, now));
        }

        return new Outcome(attempt, result, fromLookUp);
    }

    private void Taken(SendQueue queue, OutboundMessage message, bool followed, DateTimeOffset now)
    {
        reached?.Invoke(FaultPoints.BeforeSettle);
        Interlocked.Increment(ref sent);
        if (!followed)
        {
            queue.Settle(message, now);
        }
    }

    private static Outcome GivenUp(SendAttempt attempt, string end) =>
        new(attempt, new SendResult.Failed(attempt.Message.LastFailure is { } cause ? $"{end}: {cause}" : end, Retryable: false));

    private static bool MayRepeat(OutboundMessage message, int doubts) => doubts < RetrySchedule.TriesWhenUnknown && message.Lane <= Lane.Reply;
}
