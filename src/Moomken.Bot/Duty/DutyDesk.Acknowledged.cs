using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Requests;

namespace Moomken.Bot.Duty;

// "I have it".
public sealed partial class DutyDesk
{
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
}
