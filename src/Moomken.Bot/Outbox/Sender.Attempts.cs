using System.Collections.Immutable;
using Moomken.Bot.Messages;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

// One attempt, and before it what is still to be found out about an earlier one.
public sealed partial class Sender
{
    /// <summary>Sends, where that is the thing to do, and says what is known of the message then.</summary>
    private async Task<Outcome> TryAsync(SendQueue queue, OutboundMessage message, IChannel channel, CancellationToken cancellation)
    {
        var attempt = queue.Attempt(message);
        var followed = channel.ReportsWithin > TimeSpan.Zero;
        if (followed && notes.SentBefore.TryGetValue(message.Key, out var providerId))
        {
            return new Outcome(attempt, new SendResult.Sent(providerId), Asked: false);
        }

        var trouble = queue.TroubleOf(message);
        var inDoubt = trouble is { Doubts: > 0, Denied: false };
        var interrupted = followed && notes.WasInterrupted(message);
        if (inDoubt || interrupted)
        {
            var found = await AskAsync(attempt, queue, channel, cancellation);
            if (found is SendResult.Unknown && channel.CanBeAsked && message.ExpiresAt <= time.GetUtcNow())
            {
                return GivenUp(attempt, "unknown");
            }

            if (interrupted || channel.CanBeAsked || found is not SendResult.Unknown)
            {
                return Said(queue, attempt, found, followed, fromLookUp: true);
            }
        }

        if (message.ExpiresAt <= time.GetUtcNow())
        {
            return GivenUp(attempt, "expired");
        }

        return inDoubt && !MayRepeat(message, trouble.Doubts)
            ? GivenUp(attempt, "unknown")
            : await SendAsync(queue, attempt, channel, inDoubt, cancellation);
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

        queue.CountSend();
        var result = await channel.SendAsync(attempt, cancellation);
        if (result is SendResult.Unknown && await AskAsync(attempt, queue, channel, cancellation) is var found and not SendResult.Unknown)
        {
            return Said(queue, attempt, found, followed, fromLookUp: true);
        }

        return Said(queue, attempt, result, followed, fromLookUp: false);
    }

    /// <summary>
    /// What is known to be another message must not pass for this one: the person would never get it. That of this run the channel
    /// remembers; of earlier runs the conversation and the sent log say it.
    /// </summary>
    private async Task<SendResult> AskAsync(SendAttempt attempt, SendQueue queue, IChannel channel, CancellationToken cancellation)
    {
        if (!channel.CanBeAsked)
        {
            return await channel.LookUpAsync(attempt, cancellation);
        }

        try
        {
            var noted = notes.SentBefore.Where(note => note.Key != attempt.Message.Key && note.Value is not null).Select(note => note.Value!);
            var others = ImmutableHashSet.CreateRange(StringComparer.Ordinal, noted.Concat(await records.TakenAsync(queue.ConversationId, cancellation)));
            return await channel.LookUpAsync(attempt with { Others = others }, cancellation);
        }
        catch (StoreUnavailableException)
        {
            // Without them an answer could be wrong; the message stays in doubt.
            return new SendResult.Unknown("store_unavailable");
        }
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

    private static bool MayRepeat(OutboundMessage message, int doubts) => doubts < RetrySchedule.TriesWhenUnknown && message.Lane <= Lane.Reply;

    private static Outcome GivenUp(SendAttempt attempt, string end) =>
        new(attempt, new SendResult.Failed(attempt.Message.LastFailure is { } cause ? $"{end}: {cause}" : end, Retryable: false), Asked: false);
}
