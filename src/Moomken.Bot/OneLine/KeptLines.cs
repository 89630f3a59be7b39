using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.OneLine;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.OneLine;

/// <summary>
/// <c>look_for_kept_line</c>, <c>take_kept_line</c>, <c>leave_kept_line</c>: whoever opens the questions of a form while a line of it waits
/// unfinished is asked which of the two is meant. The form is the one with the name of the dialog.
/// </summary>
public static class KeptLines
{
    private const string CodeShown = "kept_code";

    private static readonly string[] Shown = [CodeShown, "kept_at", "kept_answers"];

    public static void Register(IDictionary<string, DialogAction> actions)
    {
        actions["look_for_kept_line"] = Look;
        actions["take_kept_line"] = Take;
        actions["leave_kept_line"] = Leave;
    }

    public static void Register(DialogFunctions functions)
    {
        functions.Actions["look_for_kept_line"] = new(["none", "kept"], [.. Shown]);
        functions.Actions["take_kept_line"] = new(["taken"], []);
        functions.Actions["leave_kept_line"] = new(["left"], []);
    }

    /// <summary>What the questions begin with instead of nothing: the values, the lines as they were typed, and the code.</summary>
    public static ImmutableDictionary<string, Answer> Slots(OneLineDraft draft) => draft.Slots.ToImmutableDictionary()
        .SetItem(OneLineDraft.TypedSlot, new Answer(string.Join('\n', draft.Typed))).SetItem(OneLineDraft.CodeSlot, new Answer(draft.KeptAs!));

    private static ActionOutcome Look(ActionContext context)
    {
        var turn = context.Turn;
        var form = turn.Library.Forms[turn.Conversation.Session.Top!.Dialog];
        if (context.Slot(OneLineDraft.CodeSlot) is not null || LineDrafts.Kept(turn).FirstOrDefault(draft => draft.Form == form.Name && !draft.IsSetAside) is not { } draft)
        {
            return ActionOutcome.Of("none");
        }

        var summary = new LineSummary(turn.Library, form, new DialogContext { Tongue = turn.Person.Tongue, Channel = turn.Profile, Now = turn.Now });
        return ActionOutcome.Of("kept", (CodeShown, CaseCode.Shown(draft.KeptAs!)), ("kept_at", summary.At(draft.At)), ("kept_answers", summary.Answers(draft.Slots)));
    }

    /// <summary>A line that came meanwhile may have finished it: then the questions begin with nothing.</summary>
    private static ActionOutcome Take(ActionContext context)
    {
        if (Named(context) is not { } draft)
        {
            return ActionOutcome.Of("taken");
        }

        LineDrafts.Remove(context.Turn, draft.KeptAs!);
        return new ActionOutcome("taken", Slots(draft));
    }

    /// <summary>It goes on waiting under its code. Whoever had taken it up, and went back to this question, leaves it as it is by now.</summary>
    private static ActionOutcome Leave(ActionContext context)
    {
        var turn = context.Turn;
        if ((Named(context) ?? TakenUp(context)) is { } draft)
        {
            LineDrafts.Put(turn, draft with { IsSetAside = true });
        }

        return ActionOutcome.Of("left");
    }

    private static OneLineDraft? Named(ActionContext context) =>
        context.Slot(CodeShown) is { Value: var shown } && CaseCode.Read(shown) is { } code ? LineDrafts.Kept(context.Turn, code) : null;

    private static OneLineDraft? TakenUp(ActionContext context)
    {
        var turn = context.Turn;
        var form = turn.Library.Forms[turn.Conversation.Session.Top!.Dialog];
        return context.Slot(OneLineDraft.CodeSlot) is { } code
            ? new OneLineDraft
            {
                Form = form.Name,
                KeptAs = code.Value,
                Slots = context.Slots.Where(slot => !slot.Value.IsSkipped && form.Fields.Any(field => field.Id == slot.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal),
                Typed = context.Slot(OneLineDraft.TypedSlot) is { } typed ? [.. typed.Value.Split('\n')] : [],
                Print = "",
                At = turn.Now,
            }
            : null;
    }
}
