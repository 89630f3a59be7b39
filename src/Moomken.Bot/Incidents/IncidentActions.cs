using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Duty;
using Moomken.Bot.OneLine;
using Moomken.Bot.People;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Incidents;

/// <summary>Sending a report: <c>submit_incident</c>, <c>submit_unfinished</c>, <c>raise_severity</c>.</summary>
public sealed class IncidentActions(IncidentDraft draft, DutyDesk duty, IdSource ids)
{
    /// <summary>The same answers again within this time are the same report.</summary>
    public static readonly TimeSpan SameWithin = TimeSpan.FromMinutes(10);

    /// <summary>A report this soon after an alert about oneself belongs to it.</summary>
    public static readonly TimeSpan DangerWithin = TimeSpan.FromHours(1);

    public void Register(IDictionary<string, DialogAction> actions)
    {
        actions["submit_incident"] = context => Submit(context, unfinished: false);
        actions["submit_unfinished"] = context => Submit(context, unfinished: true);
        actions["raise_severity"] = _ => ActionOutcome.Of("raised", ("urgent", "yes"));
    }

    public static void Register(DialogFunctions functions)
    {
        functions.Actions["submit_incident"] = new(["sent", "duplicate", "nothing"], ["code"]);
        functions.Actions["submit_unfinished"] = new(["sent", "duplicate", "nothing"], ["code"]);
        functions.Actions["raise_severity"] = new(["raised"], ["urgent"]);
    }

    /// <summary>Writes the report that these answers make: <c>sent</c> or <c>duplicate</c> with its shown <c>code</c>, or <c>nothing</c>.</summary>
    public ActionOutcome Submit(ActionContext context, bool unfinished)
    {
        var turn = context.Turn;
        if (draft.Version(context, 1, "report", unfinished) is not { } version)
        {
            return ActionOutcome.Of("nothing");
        }

        var print = Fingerprint(context);
        if (turn.Conversation.Recent is { } recent && recent.Fingerprint == print && turn.Now - recent.At < SameWithin)
        {
            return ActionOutcome.Of("duplicate", ("code", CaseCode.Shown(recent.Code)));
        }

        var incident = IsAnonymous(context) ? New(context, version) : OfDanger(turn, version) ?? New(context, version);
        turn.Store.Put(Incident.Documents, incident);
        turn.ReportedSeverity = incident.Versions.Length == 1 ? incident.Latest.Severity : null;
        turn.Conversation = turn.Conversation with { Recent = new RecentReport(incident.Code, print, TextPrint.Of(version.Text), turn.Now), Danger = null };
        if (incident.Latest.Severity >= Severities.Alerting)
        {
            duty.Raise(turn, incident);
        }

        return ActionOutcome.Of("sent", ("code", incident.ShownCode));
    }

    private Incident New(ActionContext context, IncidentVersion version)
    {
        var turn = context.Turn;
        var observer = turn.Person.Role != Role.Voter;
        var anonymous = IsAnonymous(context);
        return new Incident
        {
            Id = ids.Next(),
            Code = Told(context) ?? NewCode(turn.Store),
            Reporter = observer ? ReporterKind.Observer : ReporterKind.Citizen,
            ReporterId = anonymous ? null : turn.Person.Id,
            MayContact = !observer && !anonymous && context.Slot("sending")?.Value == "send_contact",
            Channel = turn.Address.Channel,
            CreatedAt = turn.Now,
            Versions = [version],
        };
    }

    /// <summary>Such a report is nobody's: it is not joined to anything that is somebody's either.</summary>
    private static bool IsAnonymous(ActionContext context) =>
        context.Turn.Person.Role == Role.Voter && context.Slot("sending")?.Value == "send_anonymous";

    /// <summary>The alert that this person raised a moment ago becomes the report, so that the people on duty see one case.</summary>
    private static Incident? OfDanger(ConversationTurn turn, IncidentVersion version)
    {
        if (turn.Conversation.Danger is not { } danger || turn.Now - danger.At > DangerWithin
            || turn.Store.Get(Incident.Documents, danger.IncidentId) is not { } incident)
        {
            return null;
        }

        var last = incident.Latest;
        return incident with
        {
            Versions = incident.Versions.Add(version with { Number = last.Number + 1, InDanger = true, Severity = Severities.Critical, Post = last.Post, Region = version.Region ?? last.Region }),
        };
    }

    /// <summary>The code that the person was told while this was an unfinished line; null where there is none, or another report has it.</summary>
    private static string? Told(ActionContext context) =>
        context.Slot(OneLineDraft.CodeSlot)?.Value is { } code && IncidentAdditions.ByCode(context.Turn.Store, code) is null ? code : null;

    /// <summary>A code that no report and no request has; it is taken from now on.</summary>
    public string NewCode(IStoreTransaction store)
    {
        while (true)
        {
            var code = ids.NextCode();
            if (store.TryAdd(TakenCode.Documents, new TakenCode(code)))
            {
                return code;
            }
        }
    }

    private static string Fingerprint(ActionContext context)
    {
        var answers = context.Slots.Where(slot => slot.Key is "category" or "subtype" or "place" or "when" or "details");
        var all = string.Join('\n', answers.Select(slot => $"{slot.Key}={slot.Value.Value}|{slot.Value.Label}|{(slot.Value.Items.IsDefault ? "" : string.Join(',', slot.Value.Items))}"));
        return TextPrint.Of(all);
    }
}
