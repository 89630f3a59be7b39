using System.Text.Json;
using Moomken.Bot.Audit;
using Moomken.Bot.Conversations;
using Moomken.Bot.Duty;
using Moomken.Bot.Evidence;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Observers;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;
using Moomken.Bot.Places;
using Moomken.Bot.Requests;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Transcripts;

/// <summary>Writes every document as it is stored and reads it back: what a field loses on the way is lost after a restart too.</summary>
internal static class StoreCopy
{
    public static async Task<InMemoryStore> MakeAsync(InMemoryStore from)
    {
        var to = new InMemoryStore();
        await CopyAsync(from, to, Conversation.Documents);
        await CopyAsync(from, to, MovedMark.Documents);
        await CopyAsync(from, to, Person.Documents);
        await CopyAsync(from, to, Place.Documents);
        await CopyAsync(from, to, PlaceEdition.Documents);
        await CopyAsync(from, to, ObserverPhone.Documents);
        await CopyAsync(from, to, Invite.Documents);
        await CopyAsync(from, to, CodeTries.Documents);
        await CopyAsync(from, to, Incident.Documents);
        await CopyAsync(from, to, EvidenceItem.Documents);
        await CopyAsync(from, to, DutyAlert.Documents);
        await CopyAsync(from, to, HandoverRequest.Documents);
        await CopyAsync(from, to, FailedMessage.Documents);
        await CopyAsync(from, to, Delivery.Documents);
        await CopyAsync(from, to, DeadLetter.Documents);
        await CopyAsync(from, to, AuditLine.Documents);
        return to;
    }

    private static async Task CopyAsync<T>(InMemoryStore from, InMemoryStore to, DocumentKind<T> kind)
        where T : class
    {
        var documents = await from.ReadAsync(reader => reader.Scan(kind, int.MaxValue));
        await to.WriteAsync(transaction =>
        {
            foreach (var document in documents)
            {
                transaction.Put(kind, JsonSerializer.Deserialize(JsonSerializer.Serialize(document, kind.Json), kind.Json)!);
            }

            return documents.Count;
        });
    }
}
