using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Requests;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Duty;

/// <summary>
/// Tells the coordinators on duty: in the same transaction as the report, one after the other until somebody presses
/// "I have it".
/// </summary>
public sealed class DutyDesk(DutyRoster roster, DutyTexts texts, DutyAccounts accounts, AddressBook addresses, IdSource ids)
{
    private const string AcknowledgePayload = "/ack_";
    /// <summary>A case is raised again when it grows from a call for help into a report: twice at most, as a rule.</summary>
    private const int MostAlerts = 10;
    private static readonly TimeSpan AlertLasts = TimeSpan.FromHours(24);

    /// <summary>The incident must be in the turn's store already, as must a request.</summary>
    public void Raise(ConversationTurn turn, Incident incident) => Raise(turn, incident.Code, incident.Latest.Region);

    public void Raise(ConversationTurn turn, HandoverRequest request) => Raise(turn, request.Code, null);

    /// <summary>Sends what was added to a case to those who were told of it.</summary>
    public void Add(ConversationTurn turn, Incident incident)
    {
        // Whoever was told on two channels of their own is told once, where they wrote last.
        var told = AlertsOf(turn, incident.Code).SelectMany(alert => alert.Conversations).Distinct().Select(turn.Find).OfType<Conversation>();
        foreach (var conversation in told.GroupBy(each => each.PersonId).Select(own => own.MaxBy(each => each.LastAt)!))
        {
            Tell(turn, conversation.Id, tongue => texts.OfAddition(incident, tongue));
        }
    }

    private void Raise(ConversationTurn turn, string code, string? region)
    {
        var alert = new DutyAlert
        {
            Id = ids.Next(),
            Code = code,
            Region = region,
            NextAt = turn.Now,
        };
        turn.Store.Put(DutyAlert.Documents, TellNext(turn, alert));
    }

    /// <summary>Tells the next on the list. With nobody on it the alert stays open, and health says that nobody is on duty.</summary>
    public DutyAlert TellNext(ConversationTurn turn, DutyAlert alert)
    {
        var people = roster.For(alert.Region);
        var later = alert with { NextAt = turn.Now + roster.EscalateAfter };
        if (people.IsEmpty || alert.Told >= people.Length * DutyRoster.Rounds)
        {
            return later;
        }

        var contact = people[alert.Told % people.Length];
        var address = new ChannelAddress(contact.Channel, accounts.Of(contact.Channel), contact.User);
        var id = addresses.ConversationId(address);
        var (conversation, person) = addresses.Open(turn.Store, id, address, turn.Now);
        if (conversation.Revision == 0 && turn.Store.Get(Conversation.Documents, id) is null)
        {
            turn.Store.Put(Person.Documents, person with { Role = Role.Coordinator });
            conversation = conversation with { NeverWrote = true };
        }

        turn.SendTo(conversation, address, Message(turn, person, tongue => TextOf(turn.Store, alert.Code, tongue), alert));
        return later with { Told = alert.Told + 1, Conversations = alert.Conversations.Contains(id) ? alert.Conversations : alert.Conversations.Add(id) };
    }

    /// <summary>Made when it is sent, so that the second on the list reads what was added since, and no copy outlives deleted words.</summary>
    private string TextOf(IStoreReader store, string code, Tongue tongue) =>
        IncidentAdditions.ByCode(store, code) is { } incident ? texts.Of(incident, tongue)
        : RequestOf(store, code) is { } request ? texts.Of(request, tongue)
        : CaseCode.Shown(code);

    private static HandoverRequest? RequestOf(IStoreReader store, string code) =>
        store.Find(HandoverRequest.Documents, "code", code, 1).FirstOrDefault();

    private static IReadOnlyList<DutyAlert> AlertsOf(ConversationTurn turn, string code) =>
        turn.Store.Find(DutyAlert.Documents, "code", code, MostAlerts);

    /// <summary>True when the message acknowledged an alert that this coordinator was told of: it is then answered and nothing else happens.</summary>
    public bool TakeAcknowledgement(ConversationTurn turn, InboundMessage message)
    {
        if (AskedFor(turn, message) is not { } alert)
        {
            return false;
        }

        var first = alert.AcknowledgedAt is null;
        if (first)
        {
            turn.Store.Put(DutyAlert.Documents, alert with { AcknowledgedAt = turn.Now, AcknowledgedBy = turn.Person.Pseudonym });
            NoteTaken(turn, alert.Code);
        }

        var text = turn.Say(first ? "duty.acknowledged" : "duty.acknowledged_before", ("code", Bidi.Ltr(CaseCode.Shown(alert.Code))));
        turn.Conversation = turn.Conversation.Plus(Message(turn, turn.Person, _ => text, null));
        return true;
    }

    private static DutyAlert? AskedFor(ConversationTurn turn, InboundMessage message)
    {
        DutyAlert? alert = null;
        if (message.Button?.StartsWith(AcknowledgePayload, StringComparison.Ordinal) == true)
        {
            alert = turn.Store.Get(DutyAlert.Documents, message.Button[AcknowledgePayload.Length..]);
        }
        else if (message.Text is { Length: <= 40 } text && AcknowledgeWords.CodeIn(text) is { } code)
        {
            var told = AlertsOf(turn, code).Where(known => known.Conversations.Contains(turn.Conversation.Id)).ToList();
            alert = told.Find(known => known.AcknowledgedAt is null) ?? told.FirstOrDefault();
        }

        return alert is not null && alert.Conversations.Contains(turn.Conversation.Id) ? alert : null;
    }

    private static void NoteTaken(ConversationTurn turn, string code)
    {
        if (RequestOf(turn.Store, code) is { } request)
        {
            turn.Store.Put(HandoverRequest.Documents, request with { Answered = true });
        }
    }

    private void Tell(ConversationTurn turn, string conversationId, Func<Tongue, string> text)
    {
        if (turn.Store.Get(Conversation.Documents, conversationId) is { } conversation && turn.Store.Get(Person.Documents, conversation.PersonId) is { } person)
        {
            turn.SendTo(conversation, addresses.AddressOf(conversation, person), Message(turn, person, text, null));
        }
    }

    private OutboundMessage Message(ConversationTurn turn, Person person, Func<Tongue, string> text, DutyAlert? alert) => new()
    {
        Id = ids.Next(),
        Lane = Lane.Safety,
        Tongue = person.Tongue,
        Text = text(person.Tongue),
        Choices = alert is null ? [] : [new OutboundChoice(AcknowledgePayload + alert.Id, turn.Library.Say("duty.acknowledge", person.Tongue), AcknowledgeWords.Typed(person.Tongue, alert.Code))],
        CreatedAt = turn.Now,
        ExpiresAt = turn.Now + AlertLasts,
    };
}

/// <summary>Our account on each channel that is on, by the channel's name.</summary>
public sealed record DutyAccounts(IReadOnlyDictionary<string, string> ByChannel)
{
    public string Of(string channel) => ByChannel.GetValueOrDefault(channel, "");
}
