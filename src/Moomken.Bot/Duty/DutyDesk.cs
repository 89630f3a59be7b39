using System.Collections.Immutable;
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
/// "I have it". Who cannot be reached, or said stop, is passed over while there is anybody else.
/// </summary>
public sealed partial class DutyDesk(DutyRoster roster, DutyTexts texts, DutyReach reach, AddressBook addresses, IdSource ids)
{
    private const string AcknowledgePayload = "/ack_";
    /// <summary>A case is raised again when it grows from a call for help into a report: twice at most, as a rule.</summary>
    private const int MostAlerts = 10;
    private static readonly TimeSpan AlertLasts = TimeSpan.FromHours(24);

    /// <summary>The incident must be in the turn's store already, as must a request.</summary>
    public void Raise(ConversationTurn turn, Incident incident) => Raise(turn, incident.Code, incident.Latest.Region);

    public void Raise(ConversationTurn turn, HandoverRequest request) => Raise(turn, request.Code, null);

    /// <summary>Sends what was added to a case to those who were told of it; to those who cannot be reached only when nobody else was told.</summary>
    public void Add(ConversationTurn turn, Incident incident)
    {
        // Whoever was told on two channels of their own is told once, where they wrote last.
        var told = AlertsOf(turn, incident.Code).SelectMany(alert => alert.Conversations).Distinct().Select(turn.Find).OfType<Conversation>()
            .ToLookup(each => DutyReach.WhyNot(each) is null or DutyReach.Held);
        foreach (var conversation in (told[true].Any() ? told[true] : told[false]).GroupBy(each => each.PersonId).Select(own => own.MaxBy(each => each.LastAt)!))
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

    /// <summary>
    /// Tells the next on the list. The same alert when nobody can be told now: whoever can be reached again is told at the next look. With
    /// nobody on the list the alert stays open, and health says that nobody is on duty.
    /// </summary>
    public DutyAlert TellNext(ConversationTurn turn, DutyAlert alert)
    {
        var people = roster.For(alert.Region);
        var (due, later) = (alert.NextAt <= turn.Now, alert with { NextAt = turn.Now + roster.EscalateAfter });
        if (people.IsEmpty || alert.Told >= people.Length * DutyRoster.Rounds)
        {
            return due ? later : alert;
        }

        // Before its time only the rest of the round is told: a provider that refuses every message must not use up all rounds in a minute.
        var many = due ? people.Length : (people.Length - (alert.Told % people.Length)) % people.Length;
        if (Choose(turn, people, alert, many) is { } position)
        {
            return Tell(turn, alert, people[position % people.Length], position + 1);
        }

        // What lies there until they write, or until the provider is back, leaves by itself then; they have half of the usual time before they are told a second time.
        var waits = alert.Conversations.Any(id => DutyReach.Waits(turn.Find(id), turn.Now));
        return waits && alert.NextAt - turn.Now < roster.EscalateAfter / 2 ? later : alert;
    }

    /// <summary>
    /// The first of the next <paramref name="many"/> who can be reached. When nobody can be, each of the others is tried once: a mark may
    /// be wrong by now, and to somebody in danger a coordinator who said stop is better than nobody.
    /// </summary>
    private int? Choose(ConversationTurn turn, ImmutableArray<DutyContact> people, DutyAlert alert, int many)
    {
        int? second = null;
        for (var position = alert.Told; position < alert.Told + many; position++)
        {
            var id = reach.ConversationOf(people[position % people.Length]);
            var (found, isTold) = (turn.Find(id), alert.Conversations.Contains(id));
            if (DutyReach.IsWorthTelling(found, turn.Now) && !(isTold && DutyReach.Waits(found, turn.Now)))
            {
                return position;
            }

            second ??= isTold ? null : position;
        }

        return second;
    }

    private DutyAlert Tell(ConversationTurn turn, DutyAlert alert, DutyContact contact, int told)
    {
        var address = reach.AddressOf(contact);
        var id = addresses.ConversationId(address);
        var (conversation, person) = addresses.Open(turn.Store, id, address, turn.Now);
        if (conversation.Revision == 0 && turn.Store.Get(Conversation.Documents, id) is null)
        {
            turn.Store.Put(Person.Documents, person with { Role = Role.Coordinator });
            conversation = conversation with { NeverWrote = true };
        }

        var message = Message(turn, person, tongue => TextOf(turn.Store, alert.Code, tongue), alert);
        turn.SendTo(conversation, address, message);
        return alert with
        {
            Told = told,
            Last = new LastTold(id, message.Id),
            NextAt = turn.Now + roster.EscalateAfter,
            Conversations = alert.Conversations.Contains(id) ? alert.Conversations : alert.Conversations.Add(id),
        };
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
