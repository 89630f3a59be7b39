using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

// A chat that goes on under another id.
public sealed partial class OutboxRecords
{
    /// <summary>The same chat under a new id: the conversation goes there with all that it has and is not yet sent. Null when it is gone.</summary>
    public Task<(Conversation Conversation, ChannelAddress Address)?> MoveAsync(
        string conversationId, string user, Func<Conversation, Conversation> withoutSettled, CancellationToken cancellation) =>
        store.WriteAsync<(Conversation, ChannelAddress)?>(
            conversationId,
            transaction =>
            {
                if (transaction.Get(Conversation.Documents, conversationId) is not { } conversation
                    || transaction.Get(Person.Documents, conversation.PersonId) is not { } person)
                {
                    return null;
                }

                var address = new ChannelAddress(conversation.Channel, conversation.Account, user);
                var moved = withoutSettled(conversation) with
                {
                    Id = addresses.ConversationId(address),
                    SealedUser = seal.Seal(person, user),
                    Revision = conversation.Revision + 1,
                };
                moved = Joined(transaction, moved, person, conversationId, withoutSettled);
                transaction.Delete(Conversation.Documents, conversationId);
                transaction.Put(Conversation.Documents, moved);
                return (moved, address);
            },
            cancellation);

    /// <summary>
    /// Somebody may have written under the new id before we were told of the move: the two are one conversation then, whose
    /// person is who was known before, and nothing that either still has to be sent is lost.
    /// </summary>
    private static Conversation Joined(IStoreTransaction transaction, Conversation moved, Person person, string movedFrom, Func<Conversation, Conversation> withoutSettled)
    {
        var there = transaction.Get(Conversation.Documents, moved.Id) is { } found && found.Id != movedFrom ? withoutSettled(found) : null;
        var stranger = there is null || there.PersonId == person.Id ? null : transaction.Get(Person.Documents, there.PersonId);
        if (stranger is { } other && (other.Role != Role.Voter || other.Linked.Length > 1))
        {
            // Somebody of their own: who they are is not ours to decide here. They only get what was still due.
            return there! with { Pending = [.. moved.Pending, .. there.Pending], Revision = Math.Max(moved.Revision, there.Revision) + 1 };
        }

        var linked = person.Linked.Contains(movedFrom) ? person with { Linked = [.. person.Linked.Remove(movedFrom).Remove(moved.Id), moved.Id] } : person;
        var whole = stranger is null ? linked : OnePerson.TakeOver(transaction, linked, stranger);
        if (!ReferenceEquals(whole, person))
        {
            transaction.Put(Person.Documents, whole);
        }

        return there is null ? moved : moved with
        {
            Session = moved.Session.Frames.IsEmpty ? there.Session : moved.Session,
            Timers = moved.Session.Frames.IsEmpty ? there.Timers : moved.Timers,
            Seen = moved.Seen.JoinedTo(there.Seen),
            Pending = [.. moved.Pending, .. there.Pending],
            Kept = there.Kept is null ? moved.Kept : [.. moved.Kept ?? [], .. there.Kept],
            StoppedAt = there.LastAt > moved.LastAt ? there.StoppedAt : moved.StoppedAt,
            LastAt = there.LastAt > moved.LastAt ? there.LastAt : moved.LastAt,
            NeverWrote = there.NeverWrote && moved.NeverWrote,
            Life = string.CompareOrdinal(there.Life, moved.Life) > 0 ? there.Life : moved.Life,
            Revision = Math.Max(moved.Revision, there.Revision) + 1,
        };
    }
}
