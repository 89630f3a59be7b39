using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Definition;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Going through the states of a dialog, and ending it.</summary>
internal sealed partial class TurnRun
{
    /// <summary>States passed in this turn, over all its dialogs: dialogs that open one another must not loop either.</summary>
    private int passed;
    private bool wentWrong;

    /// <summary>
    /// Goes into a state and on, until a question is open, an action is wanted, or nothing is left.
    /// <paramref name="again"/> asks a field although it has an answer (back, edit).
    /// </summary>
    private void Walk(string path, bool again = false)
    {
        while (passed++ < DialogEngine.StepsPerTurn)
        {
            Top = Top with { State = path, Misses = 0, Page = 0, Offered = [], Confirming = null };
            var node = Node;
            if (StopsAt(node, again))
            {
                return;
            }

            if (Fire(node, DialogNode.Next) is not { } next)
            {
                break;
            }

            (path, again) = (next, false);
        }

        GoWrong();
    }

    /// <summary>Does what the state is for. True where the walk ends: something else is going on, or is waited for.</summary>
    private bool StopsAt(DialogNode node, bool again)
    {
        switch (node.Kind)
        {
            case StateKind.Say:
                said.Add(Fill(node.Text));
                return false;
            case StateKind.Do:
                action = node.State.Action;
                return true;
            case StateKind.Call:
                OpenDialog(node.State.Call!, ImmutableDictionary<string, Answer>.Empty);
                return true;
            case StateKind.End:
                EndFrame(node);
                return true;
            case StateKind.Ask when !Skips(node) && (again || node.Field is null || IsOpen(node)):
                sprint++;
                return true;
            default:
                KeepSkipped(node);
                return false;
        }
    }

    /// <summary>A loop or a dead end that the checks did not see: the person is given the menu, and their answers stay.</summary>
    private void GoWrong()
    {
        frames = frames.RemoveAll(frame => frame.Dialog == DialogEngine.MenuDialog);
        if (!wentWrong)
        {
            (wentWrong, passed) = (true, 0);
            said.Add(Fill("common.went_wrong"));
            OpenMenu();
        }
    }

    private void EndFrame(DialogNode node)
    {
        var over = Top;
        if (node.Text.Length > 0)
        {
            said.Add(Fill(node.Text));
        }

        ended.Add(new EndedDialog(over.Dialog, node.State.Result!, over.Slots));
        frames = frames.RemoveAt(frames.Count - 1);
        if (over.Dialog == DialogEngine.DangerQuestion)
        {
            HandDown(over, node.State.Result!);
        }

        if (node.State.Then is { } then)
        {
            OpenDialog(then, node.State.Pass.Where(pass => over.Slots.ContainsKey(pass.From)).ToImmutableDictionary(pass => pass.To, pass => over.Slots[pass.From]));
        }
        else
        {
            GoOnBelow();
            if (over.Dialog == DialogEngine.DangerQuestion)
            {
                GiveBack(over, node.State.Result!);
            }
        }
    }

    /// <summary>The dialog underneath goes on: past its call, with its action, or with its question asked again.</summary>
    private void GoOnBelow()
    {
        if (frames.IsEmpty)
        {
            return;
        }

        if (Node.Kind == StateKind.Call && Fire(Node, DialogNode.Next) is { } next)
        {
            Walk(next);
        }
        else if (Node.Kind != StateKind.Ask)
        {
            Walk(Top.State);
        }
        else
        {
            sprint++;
        }
    }

    private void TakeOutcome(DialogInput.Outcome outcome)
    {
        if (frames.IsEmpty || Node.Kind != StateKind.Do)
        {
            ignored = true;
            return;
        }

        var node = Node;
        Top = Top with { Slots = Top.Slots.SetItems(outcome.Slots) };
        if (Fire(node, node.Trigger(outcome.Name)) is { } next)
        {
            Walk(next);
        }
        else
        {
            GoWrong();
        }
    }
}
