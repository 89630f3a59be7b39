using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Observers;
using Moomken.Bot.Requests;
using Moomken.Bot.Storage;

namespace Moomken.Bot.People;

/// <summary>Deletes what a channel keeps of a conversation for itself, in the same transaction as the rest.</summary>
public delegate void EraseTrace(IStoreTransaction store, ChannelAddress address);

/// <summary><c>set_language</c>, <c>keep_agreement</c>, <c>delete_my_data</c>.</summary>
public sealed class PersonActions(AddressBook addresses, IEnumerable<EraseTrace> traces)
{
    private const int Slice = 500;

    public void Register(IDictionary<string, DialogAction> actions)
    {
        actions["set_language"] = SetLanguage;
        actions["keep_agreement"] = KeepAgreement;
        actions["delete_my_data"] = Delete;
    }

    public static void Register(DialogFunctions functions)
    {
        functions.Actions["set_language"] = new(["done"], []);
        functions.Actions["keep_agreement"] = new(["done"], []);
        functions.Actions["delete_my_data"] = new(["deleted"], []);
        functions.Texts.Add("privacy.named");
        functions.Guards["language_chosen"] = context => context.Fact("language_chosen") is not null;
    }

    private static ActionOutcome SetLanguage(ActionContext context)
    {
        if (context.Slot("language") is not { } chosen)
        {
            // Chosen long ago and not asked again.
            return ActionOutcome.Of("done");
        }

        var tongue = chosen.Value == "english" ? Tongue.English : Tongue.Arabic;
        context.Turn.Person = context.Turn.Person with { Tongue = tongue, LanguageChosen = true };
        return ActionOutcome.Of("done");
    }

    private static ActionOutcome KeepAgreement(ActionContext context)
    {
        context.Turn.Person = context.Turn.Person with { Agreement = new Agreement(FirstContact.AgreementVersion, context.Turn.Now) };
        return ActionOutcome.Of("done");
    }

    /// <summary>
    /// The person's document goes, and with it the key that everything about them was sealed under. Reports stay, as
    /// nobody's. Their other channels are forgotten at once. The chat in which they asked goes on as a stranger's until the last message is out, and is then forgotten as well.
    /// </summary>
    private ActionOutcome Delete(ActionContext context)
    {
        var turn = context.Turn;
        var person = turn.Person;
        foreach (var incident in turn.Store.Find(Incident.Documents, "reporter", person.Id, Slice))
        {
            turn.Store.Put(Incident.Documents, incident with { ReporterId = null, MayContact = false, Versions = [.. incident.Versions.Select(version => version with { Post = null })] });
        }

        foreach (var request in turn.Store.Find(HandoverRequest.Documents, "person", person.Id, Slice))
        {
            turn.Store.Put(HandoverRequest.Documents, request with { PersonId = null, Words = null });
        }

        Erase(turn, turn.Address);
        foreach (var other in OnePerson.Others(turn, person).ToList())
        {
            var address = addresses.AddressOf(other, person);
            Erase(turn, address);
            turn.Remove(other, address);
        }

        Leave(turn, person);
        turn.Store.Delete(Person.Documents, person.Id);
        var (conversation, stranger) = addresses.New(turn.Conversation.Id, turn.Address, turn.Now);
        turn.Conversation = conversation with
        {
            // Only this dialog ends in peace: what else was open, and an unsent report in it, was the person's.
            Session = turn.Conversation.Session with { Frames = [turn.Conversation.Session.Top!] },
            Seen = turn.Conversation.Seen,
            WrongCodes = turn.Conversation.WrongCodes,
            Revision = turn.Conversation.Revision,
            Forgotten = true,
        };
        turn.Person = stranger with { Tongue = person.Tongue };
        return ActionOutcome.Of("deleted");
    }

    private void Erase(ConversationTurn turn, ChannelAddress address)
    {
        foreach (var erase in traces)
        {
            erase(turn.Store, address);
        }
    }

    /// <summary>An observer's number stays as a keyed hash that leads to nobody: the next import of the same list must not bring them back.</summary>
    private static void Leave(ConversationTurn turn, Person person)
    {
        if (person.Registration is { } registration)
        {
            turn.Store.Put(ObserverPhone.Documents, new ObserverPhone(registration.PhoneId, null, turn.Now));
        }
    }
}
