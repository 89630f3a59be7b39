using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.OneLine;

namespace Moomken.Bot.Incidents;

/// <summary>One-line reports as incidents: sent, changed and read back by the same code as those of the guided questions.</summary>
public sealed class IncidentLines(IncidentActions actions, IncidentDraft draft, IncidentAdditions additions) : ILineRecords
{
    /// <summary>Name of the form.</summary>
    public const string Form = "incident";

    public bool Takes(FormDefinition form) => form.Name == Form;

    /// <summary>Whoever says only where and when has not said yet what happened: that makes no report.</summary>
    public LineFiled File(ConversationTurn turn, FormDefinition form, ImmutableSortedDictionary<string, Answer> answers, string typed, string? code)
    {
        var told = code is null ? answers : answers.SetItem(OneLineDraft.CodeSlot, new Answer(code));
        var outcome = actions.Submit(Context(turn, told, typed), unfinished: false);
        var written = outcome.Slots.GetValueOrDefault("code") is { Value: var shown } ? CaseCode.Read(shown) : null;
        return new LineFiled(written, outcome.Name == "duplicate", outcome.Name == "sent" && IsUrgent(answers));
    }

    public string NewCode(ConversationTurn turn) => actions.NewCode(turn.Store);

    public ImmutableSortedDictionary<string, Answer>? Own(ConversationTurn turn, FormDefinition form, string code) =>
        Incident(turn, code) is { } incident ? IncidentDraft.SlotsOf(incident.Latest) : null;

    public void Change(ConversationTurn turn, string code, ImmutableSortedDictionary<string, Answer> answers, bool isCorrection, string typed)
    {
        if (Incident(turn, code) is { } incident)
        {
            additions.Change(turn, incident, draft.Over(incident.Latest, Context(turn, answers, typed), isCorrection ? "correction" : "addition"));
        }
    }

    private static Incident? Incident(ConversationTurn turn, string code) =>
        IncidentAdditions.ByCode(turn.Store, code) is { } incident && incident.ReporterId == turn.Person.Id ? incident : null;

    private static ActionContext Context(ConversationTurn turn, ImmutableSortedDictionary<string, Answer> answers, string typed) =>
        new(turn, answers.SetItem(OneLineDraft.TypedSlot, new Answer(typed)));

    private bool IsUrgent(ImmutableSortedDictionary<string, Answer> answers) =>
        draft.SeverityOf(answers.GetValueOrDefault("category")?.Value, answers.GetValueOrDefault("subtype")?.Value) >= Severities.Critical;
}
