using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Duty;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.Requests;

/// <summary><c>open_request</c>: a code for the person, a note to whoever is on duty.</summary>
public sealed class RequestActions(IncidentActions codes, DutyDesk duty, IdSource ids)
{
    public void Register(IDictionary<string, DialogAction> actions) => actions["open_request"] = Open;

    public static void Register(DialogFunctions functions) => functions.Actions["open_request"] = new(["opened"], ["request_code"]);

    private ActionOutcome Open(ActionContext context)
    {
        var words = context.Slot("words")?.Value is { } said && said != "no_words" ? said : null;
        return ActionOutcome.Of("opened", ("request_code", CaseCode.Shown(Open(context.Turn, words).Code)));
    }

    /// <summary>Keeps a request with a code of its own, and tells whoever is on duty.</summary>
    public HandoverRequest Open(ConversationTurn turn, string? words)
    {
        var request = new HandoverRequest(ids.Next(), codes.NewCode(turn.Store), turn.Person.Id, turn.Now, words, false);
        turn.Store.Put(HandoverRequest.Documents, request);
        duty.Raise(turn, request);
        return request;
    }
}
