using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>A message that the provider has taken and of which it will report; kept <see cref="Lasts"/> after the last word of it.</summary>
public sealed record Delivery
{
    public static readonly DocumentKind<Delivery> Documents = new("deliveries", delivery => delivery.Id, DeliveryJson.Default.Delivery);

    /// <summary>No provider reports later; Kannel repeats a report for hours, Twilio for less.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    /// <summary>The message's own, ordered in time.</summary>
    public required string Id { get; init; }

    public required string Conversation { get; init; }

    // Written even when it is the first of its kind: it says that the provider has the message.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonConverter(typeof(JsonStringEnumConverter<DeliveryState>))]
    public required DeliveryState State { get; init; }

    /// <summary>The provider's id of the last attempt, where it gives one.</summary>
    public string? ProviderId { get; init; }

    /// <summary>The message, sealed under the person's key, until it is certain that it need not be sent again.</summary>
    public string? SealedMessage { get; init; }

    /// <summary>When the person had last written, at the last attempt.</summary>
    public DateTimeOffset LastHeard { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Writes and opens <see cref="Delivery"/> documents inside a transaction.</summary>
internal sealed class Deliveries(PersonSeal seal, TimeProvider time)
{
    public void Put(IStoreTransaction transaction, Conversation conversation, OutboundMessage message, DeliveryState state, string? providerId, DateTimeOffset lastHeard)
    {
        var person = transaction.Get(Person.Documents, conversation.PersonId);
        transaction.Put(Delivery.Documents, new Delivery
        {
            Id = message.Id,
            Conversation = conversation.Id,
            State = state,
            ProviderId = providerId,
            SealedMessage = person is null || IsFinal(state) ? null : seal.Seal(person, JsonSerializer.Serialize(message, DeliveryJson.Default.OutboundMessage)),
            LastHeard = lastHeard,
            At = time.GetUtcNow(),
        });
    }

    /// <summary>A report came before the answer of its own attempt: only the provider's id is new.</summary>
    public static void Name(IStoreTransaction transaction, string messageId, string? providerId)
    {
        if (transaction.Get(Delivery.Documents, messageId) is { ProviderId: null } known && providerId is not null)
        {
            transaction.Put(Delivery.Documents, known with { ProviderId = providerId });
        }
    }

    /// <summary>The message; null when it need not be known any more, or when the person's data was deleted since.</summary>
    public OutboundMessage? Open(IStoreReader reader, Delivery delivery, Conversation conversation)
    {
        if (delivery.SealedMessage is not { } text || reader.Get(Person.Documents, conversation.PersonId) is not { } person)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(seal.Open(person, text), DeliveryJson.Default.OutboundMessage);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public static bool IsFinal(DeliveryState state) => state is DeliveryState.Delivered or DeliveryState.Read;
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(OutboundMessage))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
