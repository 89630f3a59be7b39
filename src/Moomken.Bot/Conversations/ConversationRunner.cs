using Moomken.Bot.Messages;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Storage;
using Moomken.Bot.Telemetry;

namespace Moomken.Bot.Conversations;

/// <summary>
/// The one way in. A message, a timer: each becomes one transaction that holds the mark of the message, the session, the
/// records, the timers and the outgoing messages, and when it is durable the sender is told.
/// </summary>
public sealed class ConversationRunner(
    IStore store, AddressBook addresses, TurnSteps steps, TimerSteps due, Sender sender, OutboxRecords records, AfterCommit after, StillYou stillYou, TimeProvider time, FaultPoint? reached = null)
{
    /// <summary>See <see cref="Receive"/>.</summary>
    public async Task<Received> ReceiveAsync(InboundMessage message, Action<IStoreTransaction>? alongside, CancellationToken cancellation)
    {
        using var span = BotTrace.Turn(message.From.Channel);
        var (start, outcome) = (time.GetTimestamp(), "failed");
        try
        {
            var received = await TakeAsync(message, alongside, span?.Id, cancellation);
            outcome = received.Repeat ? "repeat" : "taken";
            return received;
        }
        finally
        {
            span?.SetTag("outcome", outcome);
            BotMeter.Turn(message.From.Channel, outcome, time.GetElapsedTime(start));
        }
    }

    private async Task<Received> TakeAsync(InboundMessage message, Action<IStoreTransaction>? alongside, string? trace, CancellationToken cancellation)
    {
        var id = addresses.ConversationId(message.From);
        if (message is { Kind: InboundKind.Moved, Text: { } user })
        {
            return await MoveAsync(id, user, cancellation);
        }

        var mark = SeenMessages.Mark(message.MessageId);
        var done = await store.WriteAsync(
            id,
            transaction =>
            {
                var now = time.GetUtcNow();
                var (conversation, person) = addresses.Open(transaction, id, message.From, now);
                var isNew = conversation.Revision == 0;
                if (conversation.Seen.Holds(transaction, id, mark, now) || SaidWords.Holds(conversation.LastSaid, message))
                {
                    return null;
                }

                alongside?.Invoke(transaction);
                var seen = conversation.Seen.With(transaction, id, mark, now);

                // Who writes again after their data was deleted is somebody again: what they say now must not go with it.
                var forgotten = conversation.Forgotten && message.Kind != InboundKind.Message;
                var doubted = conversation.Doubted || (!isNew && stillYou.Doubts(conversation, now));
                var turn = Turn(transaction, conversation with { Seen = seen, LastSaid = SaidWords.With(conversation.LastSaid, message), LastAt = now, NeverWrote = false, Forgotten = forgotten, Doubted = doubted }, person, message.From, now);
                var notice = steps.Take(turn, message);
                Mark(turn, trace);
                return Finish(turn, isNew ? null : person, notice);
            },
            cancellation);
        reached?.Invoke(FaultPoints.AfterCommit);
        return after.Tell(done?.Turn, done?.Notice);
    }

    /// <summary>The provider says that a chat goes on under another id. Said twice it changes nothing: the old conversation is gone by then.</summary>
    private async Task<Received> MoveAsync(string id, string user, CancellationToken cancellation)
    {
        if (await records.MoveAsync(id, user, sender.WithoutSettled, cancellation) is not { } moved)
        {
            return new Received(true);
        }

        after.Offer(moved.Conversation, moved.Address);
        return new Received(false);
    }

    /// <summary>Fires the timers of a conversation that are due; those of an older question do nothing.</summary>
    public async Task FireAsync(string conversationId, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var done = await store.WriteAsync(
            conversationId,
            transaction =>
            {
                var now = time.GetUtcNow();
                if (transaction.Get(Conversation.Documents, conversationId) is not { } conversation
                    || transaction.Get(Person.Documents, conversation.PersonId) is not { } person)
                {
                    return null;
                }

                var turn = Turn(transaction, conversation, person, addresses.AddressOf(conversation, person), now);
                due.Take(turn);
                return Finish(turn, person, null);
            },
            cancellation);
        after.Tell(done?.Turn, null);
        BotMeter.Turn(done?.Turn.Address.Channel ?? "none", "timer", time.GetElapsedTime(start));
    }

    private ConversationTurn Turn(IStoreTransaction transaction, Conversation conversation, Person person, ChannelAddress address, DateTimeOffset now) =>
        new(transaction, steps.Library, sender.WithoutSettled(conversation), person, address, now);

    /// <summary>What this turn says is sent under its span, on whichever node and after whichever restart.</summary>
    private static void Mark(ConversationTurn turn, string? trace)
    {
        if (trace is not null)
        {
            var pending = turn.Conversation.Pending;
            turn.Conversation = turn.Conversation with { Pending = [.. pending.Select(message => message.CreatedAt == turn.Now && message.Trace is null ? message with { Trace = trace } : message)] };
        }
    }

    private static Finished Finish(ConversationTurn turn, Person? before, string? notice)
    {
        turn.Conversation = turn.Conversation with { Revision = turn.Conversation.Revision + 1 };
        turn.Store.Put(Conversation.Documents, turn.Conversation);
        if (!ReferenceEquals(before, turn.Person))
        {
            turn.Store.Put(Person.Documents, turn.Person);
        }

        return new Finished(turn, notice);
    }

    private sealed record Finished(ConversationTurn Turn, string? Notice);
}
