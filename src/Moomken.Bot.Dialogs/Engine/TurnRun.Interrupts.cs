using System.Collections.Immutable;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>The words that work everywhere, and what they do here.</summary>
internal sealed partial class TurnRun
{
    private void Obey(Vocabulary.Meaning meaning, string text)
    {
        if (meaning.Interrupt is not null && Opens(meaning) == Top.Dialog && Node.Accepts("text") && !Node.State.Off.Contains(meaning.Interrupt))
        {
            // Whoever says "danger" again in danger says it to the people on duty.
            TakeWords(text.Trim());
        }
        else if (meaning.Interrupt is { } interrupt)
        {
            Interrupt(interrupt);
        }
        else if (Node.State.Off.Contains("menu") && Top.Dialog != DialogEngine.MenuDialog)
        {
            // Where even the menu is off (the first agreement), no other dialog may open either.
            said.Add(Fill("common.not_here"));
        }
        else
        {
            OpenDialog(meaning.Dialog!, WithHeld(meaning.Dialog!, Arguments(text)));
        }
    }

    /// <summary>"Report", said to the question whether the held words are one, answers it: they go along.</summary>
    private ImmutableDictionary<string, Answer> WithHeld(string dialog, ImmutableDictionary<string, Answer> slots)
    {
        var asksAboutHeld = Top.Dialog == DialogEngine.MenuDialog && Node.State.SkipIf is not null && library.Dialogs[dialog].Story is not null;
        if (!asksAboutHeld || !Top.Slots.TryGetValue(HeldSlot, out var held))
        {
            return slots;
        }

        Top = Top with { Slots = Top.Slots.Remove(HeldSlot) };
        return slots.SetItem(HeldSlot, held);
    }

    /// <summary>The machine says whether the word works here; what it then does is one of a few things.</summary>
    private void Interrupt(string name)
    {
        var node = Node;
        switch (name)
        {
            case "back":
                Back(node);
                break;
            case "cancel":
                Cancel(node);
                break;
            case DialogEngine.MenuDialog when Top.Dialog == DialogEngine.MenuDialog && node.State.Off.Contains("back"):
                // Who asks for the menu at the menu gets it: it is shown after every turn.
                break;
            case DialogEngine.MenuDialog when Top.Dialog == DialogEngine.MenuDialog && Fire(node, DialogNode.Next) is { } main:
                // At the question about what was written, which is asked before it.
                Walk(main);
                break;
            case var _ when Fire(node, DialogMachine.Interrupt(name)) is null:
                said.Add(Fill("common.not_here"));
                break;
            case DialogEngine.DangerDialog when Top.Dialog == DialogEngine.DangerQuestion:
                Pick(DialogEngine.AlertResult);
                break;
            case "more":
                Top = Top with { Page = Top.Page + 1 };
                break;
            case "help":
                said.Add(Fill(library.Texts.Has($"{node.Text}.help") ? $"{node.Text}.help" : "common.help_text"));
                break;
            default:
                if (library.Everywhere.Interrupts.First(interrupt => interrupt.Name == name).Call is { } call)
                {
                    OpenDialog(call, ImmutableDictionary<string, Answer>.Empty);
                }

                break;
        }
    }

    private void Back(DialogNode node)
    {
        if (!Top.Offered.IsEmpty)
        {
            LetGoOfOffer();
        }
        else if (node.State.Off.Contains("back"))
        {
            said.Add(Fill("common.not_here"));
        }
        else if (Top.Trail.IsEmpty)
        {
            said.Add(Fill("common.no_back"));
        }
        else if (Fire(node, DialogMachine.Back) is { } previous)
        {
            Top = IsEdit(node) ? Top : Top with { Trail = Top.Trail[..^1] };
            Walk(previous, again: true);
        }
    }

    private void Cancel(DialogNode node)
    {
        if (node.State.Off.Contains("cancel"))
        {
            // Who wants no messages says "cancel" too, and must learn the word for it.
            said.Add(Fill(Top.Dialog == DialogEngine.MenuDialog ? "common.nothing_open" : "common.not_here"));
        }
        else if (Top.Slots.Values.Any(answer => !answer.IsSkipped) && (Dialog.Targets.Cancel is not null || node.State.Collect))
        {
            Top = Top with { Confirming = "cancel" };
            sprint++;
        }
        else
        {
            DoCancel(node);
        }
    }

    private void DoCancel(DialogNode node)
    {
        if (Fire(node, DialogMachine.Cancel) is { } target)
        {
            Walk(target);
            return;
        }

        said.Add(Fill("common.cancelled"));
        frames = frames.RemoveAt(frames.Count - 1);
        if (frames.IsEmpty)
        {
            OpenMenu();
        }
        else
        {
            GoOnBelow();
        }
    }
}
