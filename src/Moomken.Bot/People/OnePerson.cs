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
        var (before, waiting) = (turn.Person, person.Waiting ?? []);
        person = person with { Waiting = null };
        turn.Person = before.Id == person.Id ? person with { Linked = Union(person.Linked, turn.Conversation.Id) } : Merge(turn, person, before, turn.Conversation.Id);
        turn.Conversation = turn.Conversation with { Pending = turn.Conversation.Pending.AddRange(waiting) };
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
    /// person had begun there goes with them, when they have nothing else open; so does what is due to them.
    /// </summary>
    /// <param name="turn">The open turn.</param>
    /// <param name="conversation">This one or another of the person's.</param>
    /// <param name="since">
    /// From when on somebody else was writing here: what we said to them since then is theirs. Null where the person themselves unlinks, or where nobody knows.
    /// </param>
    public void Unlink(ConversationTurn turn, string conversation, DateTimeOffset? since = null)
    {
        if (turn.Find(conversation) is not { } found)
        {
            return;
        }

        var (person, here) = (turn.Person, conversation == turn.Conversation.Id);
        var begun = here ? Begun(turn) : null;
        var address = addresses.AddressOf(found, person);
        var (fresh, stranger) = addresses.New(conversation, address, turn.Now);
        var left = person with { Linked = person.Linked.Remove(conversation) };
        var session = here ? found.Session with { Frames = [found.Session.Top!] } : found.Session with { Frames = [] };

        // What was on its way to the person must not reach whoever has the number now.
        var stays = here && !found.Doubted && since is null ? found.Pending : found.Pending.FindAll(message => message.CreatedAt >= since);
        var due = found.Pending.FindAll(message => !stays.Contains(message) && (since is not null || message.Lane != Lane.Reply));
        var keptFrom = here ? fresh.LastAt : found.LastAt;
        turn.Change(fresh with { LastAt = keptFrom, NeverWrote = found.NeverWrote, Session = session, Seen = found.Seen, TakenLately = found.TakenLately, WrongCodes = found.WrongCodes, Revision = found.Revision, StoppedAt = found.StoppedAt, Pending = stays }, address);
        turn.Store.Put(Person.Documents, left);
        stranger = stranger with { Tongue = person.Tongue, LanguageChosen = person.LanguageChosen };
        turn.Store.Put(Person.Documents, stranger);
        turn.Person = here ? stranger : left;
        if (begun is not null && TakerOf(turn, left) is { } taker)
        {
            turn.Change(OpenWork.Taken(taker, begun), addresses.AddressOf(taker, left));
        }

        LeaveLines(turn, left, found);
        Forward(turn, left, [.. due.Select(message => message with { SilentSince = null, NotBefore = default })]);
    }

    /// <summary>One-line reports that are not complete wait where the person wrote last.</summary>
    private void LeaveLines(ConversationTurn turn, Person person, Conversation found)
    {
        if (found.Id != turn.Conversation.Id)
        {
            turn.Conversation = LineDrafts.With(turn.Conversation, found);
        }
        else if (found.Lines is not null && Others(turn, person).FirstOrDefault() is { } other)
        {
            turn.Change(LineDrafts.With(other, found), addresses.AddressOf(other, person));
        }
    }

    /// <summary>Messages that are due go to another channel of the person; without one they wait until the person has one again (<see cref="Become"/>).</summary>
    private void Forward(ConversationTurn turn, Person person, ImmutableList<OutboundMessage> due)
    {
        if (due.IsEmpty)
        {
            return;
        }

        var others = Others(turn, person);
        if ((turn.Person.Id == person.Id ? others.Prepend(turn.Conversation) : others).OrderBy(other => other.IsQuiet).FirstOrDefault() is { } other)
        {
            turn.Change(other with { Pending = other.Pending.AddRange(due) }, addresses.AddressOf(other, person));
        }
        else
        {
            turn.Store.Put(Person.Documents, person with { Waiting = [.. person.Waiting ?? [], .. due] });
        }
    }

    /// <summary>The open conversation without the dialog on top, which unlinks it and ends there; null when nothing is begun below that.</summary>
    public static Conversation? Begun(ConversationTurn turn)
    {
        var session = turn.Conversation.Session;
        var begun = turn.Conversation with { Session = session with { Frames = session.Frames.RemoveAt(session.Frames.Count - 1) } };
        return OpenWork.In(turn.Library, begun.Session) ? begun : null;
    }

    /// <summary>
    /// Where the person goes on with what they began here: a channel of theirs with nothing open, if possible one on which they can be
    /// written to. On another it lies until they write there. Null when there is none.
    /// </summary>
    public static Conversation? TakerOf(ConversationTurn turn, Person person) =>
        Others(turn, person).Where(other => !OpenWork.In(turn.Library, other.Session)).OrderBy(other => other.IsQuiet).FirstOrDefault();

    /// <summary>The person's other conversations, the last used first.</summary>
    public static IEnumerable<Conversation> Others(ConversationTurn turn, Person person) =>
        person.Linked.Where(id => id != turn.Conversation.Id).Select(turn.Find).OfType<Conversation>()
            .Where(other => other.PersonId == person.Id).OrderByDescending(other => other.LastAt);

    public ChannelAddress AddressOf(Conversation conversation, Person person) => addresses.AddressOf(conversation, person);

    private static ImmutableArray<string> Union(ImmutableArray<string> known, params string[] more) => [.. known.Union(more)];
}
