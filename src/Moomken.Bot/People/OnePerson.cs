using Moomken.Bot.Conversations;
using Moomken.Bot.Incidents;
using Moomken.Bot.Requests;

namespace Moomken.Bot.People;

/// <summary>Makes two records of one human being one.</summary>
public sealed class OnePerson(PersonSeal seal)
{
    private const int Slice = 500;

    /// <summary>
    /// From now on whoever talks in this conversation is <paramref name="person"/>: what they sent before goes along, as what
    /// it was (a citizen's report stays a citizen's), and who they were before is no more.
    /// </summary>
    public void Become(ConversationTurn turn, Person person)
    {
        var before = turn.Person;
        turn.Person = person;
        turn.Store.Put(Person.Documents, person);
        if (before.Id == person.Id)
        {
            return;
        }

        foreach (var incident in turn.Store.Find(Incident.Documents, "reporter", before.Id, Slice))
        {
            turn.Store.Put(Incident.Documents, incident with { ReporterId = person.Id });
        }

        foreach (var request in turn.Store.Find(HandoverRequest.Documents, "person", before.Id, Slice))
        {
            turn.Store.Put(HandoverRequest.Documents, request with { PersonId = person.Id });
        }

        turn.Conversation = turn.Conversation with { PersonId = person.Id, SealedUser = seal.Seal(person, turn.Address.User) };
        turn.Store.Delete(Person.Documents, before.Id);
    }
}
