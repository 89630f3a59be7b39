using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Incidents;
using Moomken.Bot.Places;

namespace Moomken.Bot.OneLine;

/// <summary>One-line reports as incidents: sent, changed and read back by the same code as those of the guided questions.</summary>
public sealed class IncidentLines(IncidentActions actions, IncidentDraft draft, IncidentAdditions additions)
{
    /// <summary>Fields that make a report; whoever says only where and when has not said yet what happened.</summary>
    public ActionOutcome Submit(ConversationTurn turn, ImmutableSortedDictionary<string, Answer> slots, string typed) =>
        actions.Submit(new ActionContext(turn, slots.SetItem(IncidentDraft.TypedSlot, new Answer(typed))), unfinished: false);

    /// <summary>The person's own report with this code; another's is as unknown as a wrong code.</summary>
    public static Incident? Own(ConversationTurn turn, string code) =>
        IncidentAdditions.ByCode(turn.Store, code) is { } incident && incident.ReporterId == turn.Person.Id ? incident : null;

    public static ImmutableSortedDictionary<string, Answer> SlotsOf(Incident incident) => IncidentDraft.SlotsOf(incident.Latest);

    public bool IsUrgent(IReadOnlyDictionary<string, Answer> slots) =>
        draft.SeverityOf(slots.GetValueOrDefault("category")?.Value, slots.GetValueOrDefault("subtype")?.Value) >= Severities.Critical;

    /// <summary>True when a value says what the report says already.</summary>
    public static bool Same(Answer? old, Answer given) =>
        old is not null && old.Value == given.Value && (old.Label == given.Label || given.Value is not (PlaceFunctions.Free or IncidentFunctions.WhenWords));

    /// <summary>A new version with these values in the place of the old ones; the old version stays.</summary>
    public void Change(ConversationTurn turn, Incident incident, ImmutableSortedDictionary<string, Answer> slots, string source, string typed) =>
        additions.Change(turn, incident, draft.Over(incident.Latest, new ActionContext(turn, slots.SetItem(IncidentDraft.TypedSlot, new Answer(typed))), source));
}
