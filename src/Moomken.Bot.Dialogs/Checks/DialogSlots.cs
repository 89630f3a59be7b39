using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>The slots that a dialog can have: saved by its questions, written by its actions, passed in by others.</summary>
internal static class DialogSlots
{
    public static IReadOnlySet<string> Of(DialogLibrary library, CompiledDialog dialog)
    {
        var slots = new HashSet<string>(StringComparer.Ordinal) { TurnRun.HeldSlot, TurnRun.ArgumentsSlot };
        foreach (var node in dialog.Nodes.Values)
        {
            slots.UnionWith(node.State.Save is { } saved ? [saved] : []);
            slots.UnionWith(node.State.Action is { } action && library.Functions.Actions.TryGetValue(action, out var signature) ? signature.Slots : []);
        }

        slots.UnionWith(library.Dialogs.Values
            .SelectMany(other => other.Nodes.Values)
            .Where(node => node.Kind == StateKind.End && node.State.Then == dialog.Name)
            .SelectMany(node => node.State.Pass.Select(pass => pass.To)));
        return slots;
    }
}
