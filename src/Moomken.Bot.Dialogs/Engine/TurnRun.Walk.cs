using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Definition;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Opening dialogs, going through their states, and ending them.</summary>
internal sealed partial class TurnRun
{
    /// <summary>States passed in this turn, over all its dialogs: dialogs that open one another must not loop either.</summary>
    private int passed;
    private bool wentWrong;

    /// <summary>Puts a dialog on top. One that waits below is gone on with, never started twice.</summary>
    private void OpenDialog(string name, ImmutableDictionary<string, Answer> slots)
    {
        var waiting = frames.FindIndex(frame => frame.Dialog == name);
        if (waiting >= 0 && name != DialogEngine.MenuDialog)
        {
            GoOnWith(waiting, slots);
            return;
        }

        if (waiting >= 0)
        {
            // The menu has nothing to lose but the words it holds: it is opened anew, so that they are asked about.
            slots = Held(frames[waiting], slots);
            frames = frames.RemoveAt(waiting);
        }

        var dialog = library.Dialogs[name];
        frames = frames.Add(new DialogFrame
        {
            Dialog = name,
            Version = dialog.Definition.Version,
            State = dialog.Targets.Start,
            Slots = slots.ToImmutableSortedDictionary(StringComparer.Ordinal),
            At = context.Now,
        });
        KeepHeldInStory();
        Walk(dialog.Targets.Start);
    }

    private void OpenMenu() => OpenDialog(DialogEngine.MenuDialog, ImmutableDictionary<string, Answer>.Empty);

    private static ImmutableDictionary<string, Answer> Held(DialogFrame menu, ImmutableDictionary<string, Answer> slots) =>
        menu.Slots.TryGetValue(HeldSlot, out var held) && !slots.ContainsKey(HeldSlot) ? slots.Add(HeldSlot, held) : slots;

    /// <summary>Brings a waiting dialog to the top. What waited above it waits below now; a menu is let go.</summary>
    private void GoOnWith(int waiting, ImmutableDictionary<string, Answer> slots)
    {
        var frame = frames[waiting];
        frames = frames.RemoveAt(waiting).RemoveAll(other => other.Dialog == DialogEngine.MenuDialog).Add(frame with { Confirming = null });
        Top = Top with { Slots = Top.Slots.SetItems(slots), At = context.Now };
        KeepHeldInStory();
        if (session.Top?.Dialog != frame.Dialog)
        {
            SayIfWritten($"{frame.Dialog}.continued");
        }

        if (slots.ContainsKey(ArgumentsSlot) && !Node.State.Collect)
        {
            Walk(Dialog.Targets.Start);
        }
        else
        {
            GoOnBelow();
        }
    }

    /// <summary>Words that were said before a report was opened belong to its story.</summary>
    private void KeepHeldInStory()
    {
        if (Dialog.Story is { } story && Top.Slots.TryGetValue(HeldSlot, out var held))
        {
            var told = Joined(Top.Slots.GetValueOrDefault(story.Id), held.Value, held.Items.IsDefault ? [] : held.Items, story.Max);
            Top = Top with { Slots = Top.Slots.Remove(HeldSlot).SetItem(story.Id, told) };
        }
    }

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
            switch (node.Kind)
            {
                case StateKind.Say:
                    said.Add(Fill(node.Text));
                    break;
                case StateKind.Do:
                    action = node.State.Action;
                    return;
                case StateKind.Call:
                    OpenDialog(node.State.Call!, ImmutableDictionary<string, Answer>.Empty);
                    return;
                case StateKind.End:
                    EndFrame(node);
                    return;
                case StateKind.Ask when !Skips(node) && (again || node.Field is null || IsOpen(node)):
                    sprint++;
                    return;
                default:
                    KeepSkipped(node);
                    break;
            }

            if (Fire(node, DialogNode.Next) is not { } next)
            {
                break;
            }

            (path, again) = (next, false);
        }

        GoWrong();
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
        if (node.State.Then is { } then)
        {
            OpenDialog(then, node.State.Pass.Where(pass => over.Slots.ContainsKey(pass.From)).ToImmutableDictionary(pass => pass.To, pass => over.Slots[pass.From]));
        }
        else
        {
            GoOnBelow();
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
