using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.OneLine;
using Moomken.Bot.Requests;
using Moomken.Bot.Storage;

namespace Moomken.Bot.People;

/// <summary>
/// Makes two records of one human being one, and takes a channel away from a person again. Everything in the turn's
/// transaction: nobody is ever half of two people.
/// </summary>
public sealed class OnePerson(AddressBook addresses, PersonSeal seal)
{
    private const int Slice = 500;

    /// <summary>
    /// From now on whoever talks in this conversation is <paramref name="person"/>: what they sent before goes along, as what
    /// it was (a citizen's report stays a citizen's), and who they were before is no more.
    /// </summary>
    public void Become(ConversationTurn turn, Person person)
    {
        var before = turn.Person;
        turn.Person = before.Id == person.Id ? person with { Linked = Union(person.Linked, turn.Conversation.Id) } : Merge(turn, person, before, turn.Conversation.Id);
    }

    /// <summary>
    /// All that is <paramref name="gone"/>'s is <paramref name="keep"/>'s from now on: their conversations, reports and
    /// requests. Gives the one who stays, written.
    /// </summary>
    /// <param name="turn">The open turn; its own conversation may be one of those that move.</param>
    /// <param name="keep">Who stays.</param>
    /// <param name="gone">Who is no more.</param>
    /// <param name="conversation">A conversation of the one who goes: they may have others, which are linked to it.</param>
    public Person Merge(ConversationTurn turn, Person keep, Person gone, string conversation)
    {
        var moving = Union(gone.Linked, conversation);
        foreach (var found in moving.Select(turn.Find).OfType<Conversation>())
        {
            var address = addresses.AddressOf(found, gone);
            turn.Change(found with { PersonId = keep.Id, SealedUser = seal.Seal(keep, address.User) }, address);
        }

        var kept = TakeOver(turn.Store, keep, gone) with { Linked = Union(keep.Linked, [.. moving]) };
        turn.Store.Put(Person.Documents, kept);
        return kept;
    }

    /// <summary>Reports and requests of the one are the other's; the one is no more. Gives the other with the key of the one, to be written: what is on its way is sealed with it.</summary>
    public static Person TakeOver(IStoreTransaction store, Person keep, Person gone)
    {
        foreach (var incident in store.Find(Incident.Documents, "reporter", gone.Id, Slice))
        {
            store.Put(Incident.Documents, incident with { ReporterId = keep.Id });
        }

        foreach (var request in store.Find(HandoverRequest.Documents, "person", gone.Id, Slice))
        {
            store.Put(HandoverRequest.Documents, request with { PersonId = keep.Id });
        }

        store.Delete(Person.Documents, gone.Id);
        return keep with { FormerKeys = [.. keep.FormerKeys, gone.SealedKey, .. gone.FormerKeys] };
    }

    /// <summary>
    /// Whoever talks in the conversation is a stranger from now on, with nothing of the person but the language. What the
    /// person had begun there goes with them, when they have nothing else open.
    /// </summary>
    public void Unlink(ConversationTurn turn, string conversation)
    {
        if (turn.Find(conversation) is not { } found)
        {
            return;
        }

        var (person, here) = (turn.Person, conversation == turn.Conversation.Id);
        var address = addresses.AddressOf(found, person);
        var (fresh, stranger) = addresses.New(conversation, address, turn.Now);
        var left = person with { Linked = person.Linked.Remove(conversation) };
        var session = here ? found.Session with { Frames = [found.Session.Top!] } : found.Session with { Frames = [] };

        // What was on its way to the person must not reach whoever has the number now.
        var keeps = here && !found.Doubted;
        var keptFrom = here ? fresh.LastAt : found.LastAt;
        turn.Change(fresh with { LastAt = keptFrom, NeverWrote = found.NeverWrote, Session = session, Seen = found.Seen, WrongCodes = found.WrongCodes, Revision = found.Revision, StoppedAt = found.StoppedAt, Pending = keeps ? found.Pending : [] }, address);
        turn.Store.Put(Person.Documents, left);
        stranger = stranger with { Tongue = person.Tongue, LanguageChosen = person.LanguageChosen };
        turn.Store.Put(Person.Documents, stranger);
        turn.Person = here ? stranger : left;
        if (here)
        {
            HandOver(turn, found, left);
        }
        else
        {
            turn.Conversation = LineDrafts.With(turn.Conversation, found);
        }
    }

    /// <summary>The person's other conversations, the last used first.</summary>
    public static IEnumerable<Conversation> Others(ConversationTurn turn, Person person) =>
        person.Linked.Where(id => id != turn.Conversation.Id).Select(turn.Find).OfType<Conversation>()
            .Where(other => other.PersonId == person.Id).OrderByDescending(other => other.LastAt);

    public ChannelAddress AddressOf(Conversation conversation, Person person) => addresses.AddressOf(conversation, person);

    private void HandOver(ConversationTurn turn, Conversation source, Person person)
    {
        // The dialog on top is the one that unlinks: it ends here.
        var begun = source with { Session = source.Session with { Frames = source.Session.Frames.RemoveAt(source.Session.Frames.Count - 1) } };
        if (Others(turn, person).FirstOrDefault() is not { } other || (begun.Session.Frames.IsEmpty && begun.Lines is null))
        {
            return;
        }

        var moves = OpenWork.In(turn.Library, begun.Session) && !OpenWork.In(turn.Library, other.Session);
        turn.Change(LineDrafts.With(moves ? OpenWork.Taken(other, begun) : other, begun), addresses.AddressOf(other, person));
    }

    private static ImmutableArray<string> Union(ImmutableArray<string> known, params string[] more) => [.. known.Union(more)];
}
