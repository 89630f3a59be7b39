using Moomken.Bot.Dialogs.Definition;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Sessions that were started with other files than the ones of today.</summary>
internal sealed partial class TurnRun
{
    /// <summary>
    /// Brings a session that was started with an older file to this one: by the file's own map where a state or a slot
    /// was renamed, else to its "lost" state with the answers kept. A dialog that is gone leaves the person at the menu.
    /// True when the question that stood open may be another one now.
    /// </summary>
    private bool Migrate()
    {
        var known = frames.RemoveAll(frame => !library.Dialogs.ContainsKey(frame.Dialog));
        var moved = known.Count < frames.Count && (known.IsEmpty || known[^1] != frames[^1]);
        frames = known;
        for (var i = 0; i < frames.Count; i++)
        {
            var dialog = library.Dialogs[frames[i].Dialog];
            if (frames[i].Version != dialog.Definition.Version || !dialog.Nodes.ContainsKey(frames[i].State))
            {
                frames = frames.SetItem(i, Migrated(frames[i], dialog));
                moved |= i == frames.Count - 1;
            }
        }

        if (moved)
        {
            sprint++;
            said.Add(Fill("common.changed_meanwhile"));
        }

        return moved;
    }

    private static DialogFrame Migrated(DialogFrame frame, CompiledDialog dialog)
    {
        var (state, slots) = (frame.State, frame.Slots);
        foreach (var (_, map) in dialog.Definition.Migrate.Where(step => step.Key >= frame.Version).OrderBy(step => step.Key))
        {
            state = map.GetValueOrDefault(state, state);
            foreach (var (from, to) in map.Where(pair => pair.Key.StartsWith(DialogDefinition.SlotPrefix, StringComparison.Ordinal)))
            {
                var (old, renamed) = (from[DialogDefinition.SlotPrefix.Length..], to.Replace(DialogDefinition.SlotPrefix, "", StringComparison.Ordinal));
                slots = slots.TryGetValue(old, out var answer) ? slots.Remove(old).SetItem(renamed, answer) : slots;
            }
        }

        return frame with
        {
            Version = dialog.Definition.Version,
            State = dialog.Nodes.ContainsKey(state) ? state : dialog.Targets.Lost ?? dialog.Targets.Start,
            Slots = slots,
            Trail = [.. frame.Trail.Where(dialog.Nodes.ContainsKey)],
            Offered = [],
            Confirming = null,
        };
    }
}
