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
        var workers = accounts.Values.Append(off).SelectMany(account => Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(account, sending.Token, cancellation)));
        await Task.WhenAll(workers.Append(delays.RunAsync(Release, cancellation)));
    }

    /// <summary>Sends everything that may leave now, one after the other, and returns: for a terminal and for tests.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        delays.Release(Release);
        foreach (var account in accounts.Values.Append(off))
        {
            while (account.NextNow() is { } entry)
            {
                await WorkOnAsync(account, entry, cancellation);
            }
        }
    }

    /// <summary>The wait is over; what is due now may be something else than when it began.</summary>
    private void Release(QueueMove entry)
    {
        if (entry.Queue.TryTake(entry.Ticket))
        {
            entry.Queue.PutDown(entry.Ticket);
            Place(entry.Queue);
        }
    }

    private async Task WorkAsync(AccountLanes account, CancellationToken sending, CancellationToken stopping)
    {
        while (await account.NextAsync(stopping) is { } entry)
        {
            await WorkOnAsync(account, entry, sending);
        }
    }

    private async Task WorkOnAsync(AccountLanes account, QueueMove entry, CancellationToken cancellation)
    {
        var queue = entry.Queue;
        SendResult? heard = null;
        try
        {
            if (queue.TryTake(entry.Ticket) && await NextOutcomeAsync(queue, cancellation) is { } outcome)
            {
                heard = outcome.Heard;
                queue.Owe(outcome);
                await log.KeptAsync();
                await FinishAsync(queue, outcome, cancellation);
            }
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
            queue.Pause(time.GetUtcNow(), schedule);
        }

        if (entry.ToSend is not null)
        {
            account.Heard(heard);
        }

        queue.PutDown(entry.Ticket);
        Place(queue);
    }

    /// <summary>Null when nothing is due, or the channel is off.</summary>
    private async Task<Outcome?> NextOutcomeAsync(SendQueue queue, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (queue.Owed is { } owed)
        {
            return owed with { Asked = false };
        }

        if (!IsOurs(queue))
        {
            return null;
        }

        if (queue.TakeUp(now) is not { } message)
        {
            return null;
        }

        if (channels.TryGetValue(queue.Address.Channel, out var channel))
        {
            return await TryAsync(queue, message, channel, cancellation);
        }

        if (message.ExpiresAt <= now)
        {
            return GivenUp(queue.Attempt(message), "expired");
        }

        queue.Change(message, trouble => trouble with { NotBefore = now + WhileOff });
        return null;
    }
}
