using Moomken.Bot.Conversations;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.People;

/// <summary>Finds the conversation and the person behind an address, and makes them at the first word.</summary>
public sealed class AddressBook(Vault vault, PersonSeal seal, IdSource ids)
{
    /// <summary>The conversation id of an address. Costs a hash: call it before the transaction.</summary>
    public string ConversationId(ChannelAddress address) =>
        vault.Lookup("address", $"{address.Channel}\n{address.Account}\n{address.User}");

    public (Conversation Conversation, Person Person) Open(IStoreReader store, string conversationId, ChannelAddress address, DateTimeOffset now)
    {
        if (store.Get(Conversation.Documents, conversationId) is { } known && store.Get(Person.Documents, known.PersonId) is { } person)
        {
            return (known, person);
        }

        return New(conversationId, address, now);
    }

    /// <summary>A stranger: nothing is known, not even a language.</summary>
    public (Conversation Conversation, Person Person) New(string conversationId, ChannelAddress address, DateTimeOffset now)
    {
        var person = new Person { Id = ids.Next(), Pseudonym = ids.NextCode(), SealedKey = seal.NewKey(), CreatedAt = now };
        var conversation = new Conversation
        {
            Id = conversationId,
            PersonId = person.Id,
            Life = person.Id,
            Channel = address.Channel,
            Account = address.Account,
            SealedUser = seal.Seal(person, address.User),
            LastAt = now,
        };
        return (conversation, person);
    }

    public ChannelAddress AddressOf(Conversation conversation, Person person) =>
        new(conversation.Channel, conversation.Account, seal.Open(person, conversation.SealedUser));
}
