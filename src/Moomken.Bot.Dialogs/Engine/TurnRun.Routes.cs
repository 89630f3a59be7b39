using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Which state follows: the machine is asked, and asks back which of its ways is open.</summary>
internal sealed partial class TurnRun
{
    private string? editing;

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
            return IsEdit(node) ? $"{node.Parent}.{DialogNode.Review}" : Top.Trail[^1];
        }

        if (node.Field is not null)
        {
            return Dialog.FieldsOf(node).FirstOrDefault(IsOpen)?.Path ?? $"{node.Parent}.{DialogNode.Review}";
        }

        if (trigger == DialogNode.Edit)
        {
            return $"{node.Parent}.{editing}";
        }

        return node.RoutesOf(trigger).FirstOrDefault(route => route.When is null || Holds(route.When))?.Goto ?? node.Path;
    }

    /// <summary>
    /// A field is open while it has no answer. A story to which only files were added in passing is still asked for
    /// words, once.
    /// </summary>
    private bool IsOpen(DialogNode node)
    {
        if (!Top.Slots.TryGetValue(node.Field!.Id, out var answer))
        {
            return true;
        }

        return node.Field.Type == FieldType.Story && !answer.IsSkipped && answer.Value.Length == 0 && !Top.Trail.Contains(node.Path);
    }

    /// <summary>A field that stands in the trail while it is asked is being edited from the review.</summary>
    private bool IsEdit(DialogNode node) => node.Field is not null && Top.Trail.Contains(node.Path);

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
}
