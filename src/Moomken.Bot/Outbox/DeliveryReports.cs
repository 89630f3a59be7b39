using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>
/// Takes what providers say later of our messages. All of it is decided inside one transaction from documents alone, so that
/// a report may come to any node, twice, out of order, or before the answer of its own attempt.
/// </summary>
public sealed class DeliveryReports(IStore store, AddressBook addresses, PersonSeal seal, Sender sender, TimeProvider time)
{
    private readonly Deliveries deliveries = new(seal, time);

    /// <summary>See <see cref="TakeReport"/>. A report of a message that nobody knows changes nothing.</summary>
    public async Task TakeAsync(DeliveryReport report, CancellationToken cancellation)
    {
        var id = addresses.ConversationId(report.To);
        if (await store.WriteAsync(transaction => Take(transaction, id, report), cancellation) is { } changed)
        {
            sender.Offer(changed.Conversation, changed.Address);
        }
    }

    private (Conversation Conversation, ChannelAddress Address)? Take(IStoreTransaction transaction, string conversationId, DeliveryReport report)
    {
        var delivery = transaction.Get(Delivery.Documents, report.MessageId);
        var conversation = transaction.Get(Conversation.Documents, delivery?.Conversation ?? conversationId);
        var pending = conversation?.Pending.Find(message => message.Id == report.MessageId);
        if ((delivery is null && pending is null) || (delivery is not null && !IsNews(delivery, pending, report)))
        {
            return null;
        }

        if (conversation is null)
        {
            transaction.Put(Delivery.Documents, delivery! with { State = report.State, SealedMessage = null, At = time.GetUtcNow() });
            return null;
        }

        var changed = report.State == DeliveryState.Failed
            ? Failed(transaction, conversation, delivery, pending, report)
            : Arrived(transaction, conversation, delivery, pending, report);
        return changed is not null && transaction.Get(Person.Documents, changed.PersonId) is { } person
            ? (OutboxRecords.Write(transaction, changed), addresses.AddressOf(changed, person))
            : null;
    }

    /// <summary>
    /// Only a higher state counts. The attempts of one message are told apart by the provider's id, where it gives one: an
    /// old failure says nothing of the newer attempt, and of one that came back any word of a newer attempt is news.
    /// </summary>
    private static bool IsNews(Delivery delivery, OutboundMessage? pending, DeliveryReport report)
    {
        var otherAttempt = report.ProviderId is not null && delivery.ProviderId is not null && report.ProviderId != delivery.ProviderId;
        return report.State == DeliveryState.Failed
            ? delivery.State < DeliveryState.Failed && !otherAttempt
            : report.State > delivery.State || (otherAttempt && pending is not null);
    }

    /// <summary>The provider has it, so it is not due any more, whatever the attempt itself answered. Null when the conversation stays as it is.</summary>
    private Conversation? Arrived(IStoreTransaction transaction, Conversation conversation, Delivery? delivery, OutboundMessage? pending, DeliveryReport report)
    {
        if (pending is not null)
        {
            deliveries.Put(transaction, conversation, pending, report.State, report.ProviderId, conversation.LastHeard);
            return conversation.WithTaken(pending, report.ProviderId, time.GetUtcNow());
        }

        if (delivery!.State == DeliveryState.Failed)
        {
            transaction.Delete(FailedMessage.Documents, report.MessageId);
        }

        transaction.Put(Delivery.Documents, delivery with
        {
            State = report.State,
            ProviderId = report.ProviderId ?? delivery.ProviderId,
            SealedMessage = Deliveries.IsFinal(report.State) ? null : delivery.SealedMessage,
            At = time.GetUtcNow(),
        });
        return null;
    }

    private Conversation? Failed(IStoreTransaction transaction, Conversation conversation, Delivery? delivery, OutboundMessage? pending, DeliveryReport report)
    {
        var (now, lastHeard) = (time.GetUtcNow(), delivery?.LastHeard ?? conversation.LastHeard);
        var message = pending ?? deliveries.Open(transaction, delivery!, conversation);
        transaction.Put(Delivery.Documents, new Delivery
        {
            Id = report.MessageId,
            Conversation = conversation.Id,
            State = DeliveryState.Failed,
            ProviderId = report.ProviderId ?? delivery?.ProviderId,
            LastHeard = lastHeard,
            At = now,
        });
        return message is null
            ? null
            : LateFault.Apply(transaction, conversation, message, report.Fault ?? new SendResult.Failed("failed", Retryable: false), lastHeard, now);
    }
}
