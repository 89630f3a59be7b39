using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.OneLine;
using Moomken.Bot.Places;
using Moomken.Bot.Requests;

namespace Moomken.Bot.Incidents;

/// <summary>
/// <c>find_reports</c>, <c>list_reports</c>, <c>add_to_report</c>: one's own reports and requests. An anonymous report
/// shows its state to whoever has the code, and nothing else; another person's report is as unknown as a wrong code.
/// </summary>
public sealed class StatusActions(IncidentCatalogue catalogue, Gazetteer places, IncidentAdditions additions)
{
    private const int Listed = 10;

    public void Register(IDictionary<string, DialogAction> actions)
    {
        actions["find_reports"] = Find;
        actions["list_reports"] = List;
        actions["add_to_report"] = Add;
    }

    public static void Register(DialogFunctions functions)
    {
        functions.Actions["find_reports"] = new(["none", "some", "found", "request", "unknown", "unfinished"], ["code", "own", "shown"]);
        functions.Actions["list_reports"] = new(["none", "some", "unfinished"], ["own", "shown"]);
        functions.Actions["add_to_report"] = new(["added", "empty"], ["code", "shown"]);
        functions.Texts.UnionWith(["status.code_wrong", "status.request_waiting", "status.request_answered"]);
        functions.Texts.UnionWith(Enum.GetValues<IncidentState>().Select(state => "status.state_" + StateWord(state)));
        functions.Choices["own_reports"] = OwnReports;
        functions.Resolvers["case_code"] = (input, _) => CaseCode.Read(input is DialogInput.Text text ? text.Value : (input as DialogInput.Press)?.Choice ?? "") is { } code
            ? new Resolution.Found(new Answer(code))
            : new Resolution.Wrong("status.code_wrong");
    }

    private ActionOutcome Find(ActionContext context)
    {
        var asked = context.Slot("code")?.Value ?? context.Slot("arguments")?.Value;
        if (asked is null)
        {
            return List(context);
        }

        if (CaseCode.Read(asked) is not { } code)
        {
            return ActionOutcome.Of("unknown");
        }

        if (IncidentAdditions.ByCode(context.Turn.Store, code) is { } incident)
        {
            return Show(context.Turn, incident);
        }

        if (LineDrafts.Kept(context.Turn, code) is { } kept)
        {
            return Unfinished(kept);
        }

        var request = context.Turn.Store.Find(HandoverRequest.Documents, "code", code, 1).FirstOrDefault();
        return request is null || request.PersonId != context.Turn.Person.Id
            ? ActionOutcome.Of("unknown")
            : ActionOutcome.Of("request", ("code", code), ("shown", $"{CaseCode.Shown(code)}: {context.Turn.Say(request.Answered ? "status.request_answered" : "status.request_waiting")}"));
    }

    /// <summary>A line that waits to be completed is no report yet, and not unknown either.</summary>
    private static ActionOutcome Unfinished(OneLineDraft kept) => ActionOutcome.Of("unfinished", ("shown", CaseCode.Shown(kept.KeptAs!)));

    private ActionOutcome Show(ConversationTurn turn, Incident incident)
    {
        if (incident.ReporterId is not null && incident.ReporterId != turn.Person.Id)
        {
            return ActionOutcome.Of("unknown");
        }

        var state = $"{incident.ShownCode}: {turn.Say("status.state_" + StateWord(incident.State))}";
        return ActionOutcome.Of("found", ("code", incident.Code), ("shown", incident.ReporterId is null ? state : $"{state}\n{Line(incident, turn.Person.Tongue)}"));
    }

    private ActionOutcome List(ActionContext context)
    {
        var turn = context.Turn;
        var own = turn.Store.Find(Incident.Documents, "reporter", turn.Person.Id, 500).Reverse().Take(Listed).ToList();
        if (own.Count == 0)
        {
            return LineDrafts.Kept(turn).FirstOrDefault() is { } kept ? Unfinished(kept) : ActionOutcome.Of("none");
        }

        var list = new Answer("list", Items: [.. own.Select(incident => $"{incident.Code}|{incident.ShownCode} {Short(incident, turn.Person.Tongue)}")]);
        return new ActionOutcome("some", ImmutableDictionary<string, Answer>.Empty.Add("own", list));
    }

    private static ImmutableArray<Choice> OwnReports(FunctionContext context) =>
        context.Slots.TryGetValue("own", out var own) && !own.Items.IsDefault
            ? [.. own.Items.Select(item => item.Split('|', 2)).Select(parts => new Choice(parts[0], parts[1]))]
            : [];

    private ActionOutcome Add(ActionContext context)
    {
        var turn = context.Turn;
        var addition = context.Slot("addition");
        if (addition is null || CaseCode.Read(context.Slot("code")?.Value ?? "") is not { } code)
        {
            return ActionOutcome.Of("empty");
        }

        if (IncidentAdditions.ByCode(turn.Store, code) is not { } incident)
        {
            return ActionOutcome.Of("empty");
        }

        additions.Add(turn, incident, "addition", addition.Value.Length > 0 ? addition.Value : null, IncidentDraft.EvidenceOf(addition), null);
        return ActionOutcome.Of("added", ("code", code), ("shown", incident.ShownCode));
    }

    private string Line(Incident incident, Tongue tongue)
    {
        var latest = incident.Latest;
        var place = places.Shown(latest.PlaceId, latest.PlaceText, tongue) is { } text ? $"{(tongue == Tongue.Arabic ? "، " : ", ")}{Bidi.Isolate(text)}" : "";
        return $"{Short(incident, tongue)}{place}\n{DateWords.LongDate(LibyaTime.Date(incident.CreatedAt), tongue)} {DateWords.Time(incident.CreatedAt)}";
    }

    private string Short(Incident incident, Tongue tongue) =>
        catalogue.Subtype(incident.Latest.Subtype)?.Label.Button(tongue)
        ?? catalogue.Category(incident.Latest.Category)?.Label.Button(tongue)
        ?? DateWords.LongDate(LibyaTime.Date(incident.CreatedAt), tongue);

    private static string StateWord(IncidentState state) => state switch
    {
        IncidentState.Received => "received",
        IncidentState.NeedsInfo => "needs_info",
        IncidentState.UnderVerification => "under_verification",
        IncidentState.Verified => "verified",
        IncidentState.PartlyVerified => "partly_verified",
        IncidentState.NotVerified => "not_verified",
        IncidentState.False => "false",
        IncidentState.Escalated => "escalated",
        _ => "closed",
    };
}
