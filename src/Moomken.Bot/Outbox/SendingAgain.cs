using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Outbox;

/// <summary>What an operator does with messages that did not arrive: sends them again, or lets them go.</summary>
public sealed class SendingAgain(IStore store, Sender sender, AddressBook addresses, IdSource ids, TimeProvider time)
{
    /// <summary>
    /// Puts the message back among those that its conversation still has to send, with as long to live as it once had. It
    /// gets a new id: under the old one the sender and the sent log know that it has had its end.
    /// </summary>
    public async Task<RetryOutcome> RetryAsync(string id, CancellationToken cancellation)
    {
        var (outcome, conversation, address) = await store.WriteAsync(transaction => Retry(transaction, id), cancellation);
        if (conversation is not null)
        {
            sender.Offer(conversation, address!);
        }

        return outcome;
    }

    /// <summary>The message is older than the conversation's life: it was for whoever had this channel before.</summary>
    private static bool IsOfAnother(FailedMessage failed, Conversation conversation) => string.CompareOrdinal(failed.Message.Id, conversation.Life) < 0;

    /// <summary>False when there is none of that id.</summary>
    public Task<bool> DropAsync(string id, CancellationToken cancellation) => store.WriteAsync(
        transaction =>
        {
            var there = transaction.Get(FailedMessage.Documents, id) is not null;
            transaction.Delete(FailedMessage.Documents, id);
            return there;
        },
        cancellation);

    private (RetryOutcome Outcome, Conversation? Conversation, ChannelAddress? Address) Retry(IStoreTransaction transaction, string id)
    {
        if (transaction.Get(FailedMessage.Documents, id) is not { } failed)
        {
            return (RetryOutcome.NotFound, null, null);
        }

        if (transaction.Get(Conversation.Documents, failed.Conversation) is not { Forgotten: false } conversation
            || IsOfAnother(failed, conversation) || transaction.Get(Person.Documents, conversation.PersonId) is not { } person)
        {
            return (RetryOutcome.PersonGone, null, null);
        }

        if (conversation.IsQuiet)
        {
            return (conversation.StoppedAt is not null ? RetryOutcome.Stopped : RetryOutcome.Unreachable, null, null);
        }

        var now = time.GetUtcNow();
        var again = failed.Message with
        {
            Id = ids.Next(),
            CreatedAt = now,
            ExpiresAt = now + (failed.Message.ExpiresAt - failed.Message.CreatedAt),
            NotBefore = default,
            Doubts = 0,
            Returns = 0,
            Waits = 0,
            SilentSince = null,
            LastFailure = null,
        };
        var waiting = sender.WithoutSettled(conversation).Plus(again) with { Revision = conversation.Revision + 1 };
        transaction.Put(Conversation.Documents, waiting);
        transaction.Delete(FailedMessage.Documents, id);
        return (failed.Message.IsHeld(conversation.LastHeard) ? RetryOutcome.Held : RetryOutcome.Again, waiting, addresses.AddressOf(conversation, person));
    }
}

/// <summary>What became of trying a failed message again.</summary>
public enum RetryOutcome
{
    /// <summary>It is on its way.</summary>
    Again,

    /// <summary>It is put back where it was held before, and the person has not written since: it waits there again.</summary>
    Held,

    NotFound,

    /// <summary>The person's data was deleted, or somebody else has the channel now.</summary>
    PersonGone,

    /// <summary>The person said stop; nothing may be sent to them.</summary>
    Stopped,

    /// <summary>The person blocked us or is gone, and has not written since.</summary>
    Unreachable,
}
