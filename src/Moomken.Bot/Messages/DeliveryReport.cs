namespace Moomken.Bot.Messages;

/// <summary>
/// What a provider says later of a message that it took. Reports come late, twice and out of order: only a higher state
/// counts. <c>MessageId</c> is ours (<see cref="OutboundMessage.Id"/>): a channel hands it to the provider inside the
/// address that it is to call. With <see cref="DeliveryState.Failed"/>, <c>Fault</c> says what the outbox is to do, as if
/// the attempt itself had answered so.
/// </summary>
public sealed record DeliveryReport(ChannelAddress To, string MessageId, DeliveryState State, string? ProviderId = null, SendResult? Fault = null);

/// <summary>In the order in which one may take another's place: what arrived did arrive, whatever was said before.</summary>
public enum DeliveryState
{
    /// <summary>The provider has it and is working on it.</summary>
    Accepted,

    /// <summary>Handed on to the operator or the app.</summary>
    Sent,
    Failed,
    Delivered,
    Read,
}

/// <summary>Takes a report in. Completes when it is durable, so only then may a webhook answer 2xx; a repeat changes nothing.</summary>
public delegate Task TakeReport(DeliveryReport report, CancellationToken cancellation);
