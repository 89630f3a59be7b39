using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.People;

namespace Moomken.Bot.Duty;

/// <summary><c>leave_danger_question</c>: the sentence was no call. Where its words go hangs on what stood open, and on who wrote them.</summary>
public static class DangerQuestion
{
    private const string Action = "leave_danger_question";

    public static void Register(IDictionary<string, DialogAction> actions) => actions[Action] = context => ActionOutcome.Of(Where(context));

    public static void Register(DialogFunctions functions) =>
        functions.Actions[Action] = new(["beneath", "answer", "report", "menu", "welcome", "still_you"], []);

    private static string Where(ActionContext context)
    {
        var turn = context.Turn;
        var open = turn.Conversation.Session.Frames is { Count: > 1 } frames ? frames[^2] : null;
        if (open is not null && open.Dialog != DialogEngine.MenuDialog && turn.Library.Dialogs.TryGetValue(open.Dialog, out var dialog))
        {
            if (dialog.Story is not null || dialog.HandsOnHeld)
            {
                return "beneath";
            }

            if (dialog.Nodes.TryGetValue(open.State, out var node) && node.Accepts("text") && node.State.Read is null)
            {
                return "answer";
            }
        }

        return !FirstContact.HasAgreed(turn.Person) ? FirstContact.Dialog
            : turn.Conversation.Doubted ? StillYou.Dialog
            : context.Slot(DialogEngine.ToldSlot) is null ? "report"
            : "menu";
    }
}
