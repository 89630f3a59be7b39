using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Definition;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>One turn while it is being worked out: the session as it changes, and what has been said so far.</summary>
internal sealed partial class TurnRun(DialogLibrary library, DialogContext context, DialogSession session)
{
    private const string AlreadyMoved = "expired";
    private readonly List<string> said = [];
    private readonly List<Step> steps = [];
    private readonly List<EndedDialog> ended = [];
    private ImmutableList<DialogFrame> frames = session.Frames;
    private long sprint = session.Sprint;
    private string? action;
    private bool stale;
    private string? editing;

    private DialogFrame Top
    {
        get => frames[^1];
        set => frames = frames.SetItem(frames.Count - 1, value);
    }

    private CompiledDialog Dialog => library.Dialogs[Top.Dialog];

    private DialogNode Node => Dialog.Nodes[Top.State];

    public DialogTurn Take(DialogInput input)
    {
        Migrate();
        switch (input)
        {
            case DialogInput.Open open:
                OpenDialog(open.Dialog, open.Slots);
                break;
            case DialogInput.Outcome outcome:
                TakeOutcome(outcome);
                break;
            case DialogInput.Timer timer:
                TakeTimer(timer);
                break;
            case DialogInput.Again:
                break;
            default:
                TakeFromPerson(input);
                break;
        }

        return Finish();
    }

    public Prompt? CurrentPrompt()
    {
        Migrate();
        return frames.IsEmpty || Node.Kind != StateKind.Ask ? null : BuildPrompt();
    }

    private DialogTurn Finish()
    {
        var asking = action is null && !frames.IsEmpty && Node.Kind == StateKind.Ask;
        return new DialogTurn
        {
            Session = new DialogSession { Frames = frames, Sprint = sprint },
            Said = [.. said],
            Prompt = asking ? BuildPrompt() : null,
            Action = action,
            Timers = asking ? Timers() : [],
            Steps = [.. steps],
            Ended = [.. ended],
            Stale = stale,
        };
    }

    /// <summary>Puts a dialog on top. One that waits below is gone on with, never started twice.</summary>
    private void OpenDialog(string name, ImmutableDictionary<string, Answer> slots)
    {
        var waiting = frames.FindIndex(frame => frame.Dialog == name);
        if (waiting >= 0 && name == DialogEngine.MenuDialog)
        {
            // The menu has nothing to lose: it is opened anew, so that held words are asked about.
            frames = frames.RemoveAt(waiting);
        }
        else if (waiting >= 0)
        {
            GoOnWith(waiting, name);
            return;
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
        Walk(dialog.Targets.Start);
    }

    private void GoOnWith(int waiting, string name)
    {
        if (waiting < frames.Count - 1)
        {
            frames = frames.RemoveRange(waiting + 1, frames.Count - waiting - 1);
            SayIfWritten($"{name}.continued");
        }

        sprint++;
    }

    /// <summary>Goes into a state and on, until a question is open, an action is wanted, or nothing is left.</summary>
    private void Walk(string path)
    {
        for (var count = 0; count < DialogEngine.StepsPerTurn; count++)
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
                case StateKind.Ask when !Skips(node):
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

            path = next;
        }

        // A loop or a dead end that the checks did not see: the person is given the menu, and their answers stay.
        said.Add(Fill("common.went_wrong"));
        frames = frames.RemoveAll(frame => frame.Dialog == DialogEngine.MenuDialog);
        OpenDialog(DialogEngine.MenuDialog, ImmutableDictionary<string, Answer>.Empty);
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
            var passed = node.State.Pass.Where(pass => over.Slots.ContainsKey(pass.From)).ToImmutableDictionary(pass => pass.To, pass => over.Slots[pass.From]);
            OpenDialog(then, passed);
        }
        else
        {
            GoOnBelow();
        }
    }

    /// <summary>The dialog underneath goes on: past its call, or with its question asked again.</summary>
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
        else
        {
            sprint++;
        }
    }

    /// <summary>Fires a trigger from the current state; null when the state knows no such trigger or has it switched off.</summary>
    private string? Fire(DialogNode node, string trigger)
    {
        var answer = Dialog.Fire(node.Path, trigger, Choose);
        if (!answer.Handled)
        {
            return null;
        }

        steps.Add(new Step(Top.Dialog, node.Path, trigger, answer.State));
        return answer.State;
    }

    /// <summary>Picks the target of a trigger: for a field the next open one, else the first route whose guard holds.</summary>
    private string Choose(DialogNode node, string trigger)
    {
        if (trigger == DialogMachine.Back)
        {
            return Top.Trail[^1];
        }

        if (node.Field is not null)
        {
            var open = node.Form!.Fields.FirstOrDefault(field => !Top.Slots.ContainsKey(field.Id));
            return $"{node.Parent}.{open?.Id ?? DialogNode.Review}";
        }

        if (trigger == DialogNode.Edit)
        {
            return $"{node.Parent}.{editing}";
        }

        var route = node.Routes.FirstOrDefault(route =>
            (route.On.IsEmpty ? trigger == DialogNode.Next : route.On.Contains(trigger)) && (route.When is null || Holds(route.When)));
        return route?.Goto ?? node.Path;
    }

    private bool Skips(DialogNode node)
    {
        if (node.State.SkipIf is { } guard && Holds(guard))
        {
            return true;
        }

        var byChannel = (node.Accepts("media") && !context.Channel.Media) || (node.Accepts("location") && !context.Channel.Location);
        return byChannel && !node.Accepts("text") && node.State.Choices.IsNone;
    }

    private void KeepSkipped(DialogNode node)
    {
        if (node.Kind == StateKind.Ask && node.State.Save is { } slot && !Top.Slots.ContainsKey(slot))
        {
            Top = Top with { Slots = Top.Slots.SetItem(slot, Answer.Skipped) };
        }
    }

    private bool Holds(string guard) => library.Functions.Guards[guard](Functions());

    private FunctionContext Functions() => new(context, Top.Slots);

    private void TakeOutcome(DialogInput.Outcome outcome)
    {
        if (frames.IsEmpty || Node.Kind != StateKind.Do)
        {
            return;
        }

        var node = Node;
        Top = Top with { Slots = Top.Slots.SetItems(outcome.Slots) };
        if (Fire(node, node.Trigger(outcome.Name)) is { } next)
        {
            Walk(next);
            return;
        }

        said.Add(Fill("common.went_wrong"));
        frames = frames.RemoveAt(frames.Count - 1);
        OpenDialog(DialogEngine.MenuDialog, ImmutableDictionary<string, Answer>.Empty);
    }
}
