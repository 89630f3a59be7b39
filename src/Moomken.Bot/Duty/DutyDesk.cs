using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.People;
using Moomken.Bot.Requests;

namespace Moomken.Bot.Duty;

/// <summary>
/// Tells the coordinators on duty: in the same transaction as the report, one after the other until somebody presses
/// "I have it".
/// </summary>
public sealed class DutyDesk(DutyRoster roster, DutyTexts texts, DutyAccounts accounts, AddressBook addresses, IdSource ids)
{
    private const string AcknowledgePayload = "/ack_";
    private static readonly TimeSpan AlertLasts = TimeSpan.FromHours(24);

    public void Raise(ConversationTurn turn, Incident incident) =>
        Raise(turn, incident.Code, incident.Latest.Region, texts.Of(incident, Tongue.Arabic), texts.Of(incident, Tongue.English));

    public void Raise(ConversationTurn turn, HandoverRequest request) =>
        Raise(turn, request.Code, null, texts.Of(request, Tongue.Arabic), texts.Of(request, Tongue.English));

    /// <summary>Sends what was added to a case to those who were told of it.</summary>
    public void Add(ConversationTurn turn, Incident incident)
    {
        if (turn.Store.Find(DutyAlert.Documents, "code", incident.Code, 1).FirstOrDefault() is not { } alert)
        {
            return;
        }

        foreach (var conversation in alert.Conversations)
        {
            Tell(turn, conversation, tongue => texts.Of(incident, tongue), null);
        }
    }

    private void Raise(ConversationTurn turn, string code, string? region, string arabic, string english)
    {
        var alert = new DutyAlert
        {
            Id = ids.Next(),
            Code = code,
            Region = region,
            TextArabic = arabic,
            TextEnglish = english,
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
        }

        turn.SendTo(conversation, address, Message(turn, person, tongue => tongue == Tongue.Arabic ? alert.TextArabic : alert.TextEnglish, alert));
        return later with { Told = alert.Told + 1, Conversations = alert.Conversations.Contains(id) ? alert.Conversations : alert.Conversations.Add(id) };
    }

    /// <summary>True when the message was an acknowledgement, of whatever worth: it is then answered and nothing else happens.</summary>
    public bool TakeAcknowledgement(ConversationTurn turn, InboundMessage message)
    {
        if (AskedFor(turn, message) is not { } alert)
        {
            return message.Button?.StartsWith(AcknowledgePayload, StringComparison.Ordinal) == true;
        }

        var first = alert.AcknowledgedAt is null;
        if (first)
        {
            turn.Store.Put(DutyAlert.Documents, alert with { AcknowledgedAt = turn.Now, AcknowledgedBy = turn.Person.Pseudonym });
        }

        var text = turn.Say(first ? "duty.acknowledged" : "duty.acknowledged_before", ("code", IncidentActions.Shown(alert.Code)));
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
            alert = turn.Store.Find(DutyAlert.Documents, "code", code, 1).FirstOrDefault();
        }

        return alert is not null && alert.Conversations.Contains(turn.Conversation.Id) ? alert : null;
    }

    private void Tell(ConversationTurn turn, string conversationId, Func<Tongue, string> text, DutyAlert? alert)
    {
        if (turn.Store.Get(Conversation.Documents, conversationId) is { } conversation && turn.Store.Get(Person.Documents, conversation.PersonId) is { } person)
        {
            turn.SendTo(conversation, addresses.AddressOf(conversation, person), Message(turn, person, text, alert));
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
