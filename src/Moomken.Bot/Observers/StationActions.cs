using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;
using Moomken.Bot.People;
using Moomken.Bot.Places;
using Moomken.Bot.Requests;

namespace Moomken.Bot.Observers;

/// <summary><c>show_station</c>, <c>ask_for_station</c>: where an observer is posted, and asking to be posted elsewhere.</summary>
public sealed class StationActions(Gazetteer places, RequestActions requests)
{
    public void Register(IDictionary<string, DialogAction> actions)
    {
        actions["show_station"] = Show;
        actions["ask_for_station"] = Ask;
    }

    public static void Register(DialogFunctions functions)
    {
        functions.Texts.UnionWith(["station.request", "station.moved", "station.closed_now"]);
        functions.Actions["show_station"] = new(["shown", "none"], ["post_line"]);
        functions.Actions["ask_for_station"] = new(["opened"], ["request_code"]);
    }

    private ActionOutcome Show(ActionContext context) =>
        PostOf(context.Turn) is { } post ? ActionOutcome.Of("shown", ("post_line", post + StandingOf(context.Turn))) : ActionOutcome.Of("none");

    /// <summary>A line more where the place is no longer in use; empty while it is.</summary>
    private string StandingOf(ConversationTurn turn)
    {
        if (places.ById(turn.Person.StationId ?? "") is not { Status: not PlaceStatus.Open } place)
        {
            return "";
        }

        return "\n" + (new PlaceStanding(places).Now(place) is { } now
            ? turn.Say("station.moved", ("now", Bidi.Isolate(Shown(now, now.Id, turn.Person.Tongue))))
            : turn.Say("station.closed_now"));
    }

    /// <summary>A change of station is a coordinator's to make: two observers in one room and none in the next is how a list rots.</summary>
    private ActionOutcome Ask(ActionContext context)
    {
        var turn = context.Turn;
        var request = requests.Open(turn, turn.Say("station.request", ("post", PostOf(turn) ?? ""), ("words", context.Slot("words")?.Value ?? "")));
        return ActionOutcome.Of("opened", ("request_code", CaseCode.Shown(request.Code)));
    }

    private string? PostOf(ConversationTurn turn)
    {
        if (turn.Person.Role is not (Role.Observer or Role.Trainer) || turn.Person.StationId is not { } id)
        {
            return null;
        }

        return Shown(places.ById(id), id, turn.Person.Tongue);
    }

    private string Shown(Place? place, string id, Tongue tongue)
    {
        var town = place is { Kind: not PlaceKind.Municipality } ? places.ById(place.MunicipalityId)?.Label(tongue) : null;
        var number = place is { Kind: PlaceKind.Municipality } ? "" : $" ({id})";
        return $"{place?.Label(tongue)}{number}{(town is null ? "" : (tongue == Tongue.Arabic ? "، " : ", ") + town)}".Trim();
    }
}
