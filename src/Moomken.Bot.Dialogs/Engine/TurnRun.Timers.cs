using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Definition;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Silence: reminders, timeouts, and the end of a dialog that nobody goes on with.</summary>
internal sealed partial class TurnRun
{
    private const string Remind = "remind.";

    private ImmutableArray<TimerRequest> Timers()
    {
        var node = Node;
        var timers = ImmutableArray.CreateBuilder<TimerRequest>();
        for (var i = 0; i < node.State.Remind.Length; i++)
        {
            timers.Add(new TimerRequest(Remind + i.ToString(CultureInfo.InvariantCulture), node.State.Remind[i].After));
        }

        if (node.State.TimeoutAfter is { } after)
        {
            timers.Add(new TimerRequest(DialogNode.Timeout, after));
        }

        if (Dialog.Definition.ExpireIdle is { } idle)
        {
            timers.Add(new TimerRequest(DialogMachine.Expire, idle));
        }

        return timers.ToImmutable();
    }

    /// <summary>A timer of another question does nothing: the person has moved on since.</summary>
    private void TakeTimer(DialogInput.Timer timer)
    {
        if (timer.Sprint != sprint || frames.IsEmpty || Node.Kind != StateKind.Ask)
        {
            return;
        }

        var node = Node;
        if (timer.Name.StartsWith(Remind, StringComparison.Ordinal)
            && int.TryParse(timer.Name.AsSpan(Remind.Length), CultureInfo.InvariantCulture, out var index)
            && index < node.State.Remind.Length)
        {
            said.Add(Fill(node.State.Remind[index].Text));
        }
        else if (timer.Name is DialogNode.Timeout or DialogMachine.Expire)
        {
            if (Fire(node, timer.Name) is { } next)
            {
                Walk(next);
            }
            else
            {
                EndSilently();
            }
        }
    }

    private void EndSilently()
    {
        ended.Add(new EndedDialog(Top.Dialog, AlreadyMoved, Top.Slots));
        frames = frames.RemoveAt(frames.Count - 1);
        GoOnBelow();
    }

    /// <summary>
    /// Brings a session that was started with an older file to this one: by the file's own map where a state or a slot
    /// was renamed, else to its "lost" state with the answers kept. A dialog that is gone leaves the person at the menu.
    /// </summary>
    private void Migrate()
    {
        var gone = frames.RemoveAll(frame => !library.Dialogs.ContainsKey(frame.Dialog));
        if (gone.Count < frames.Count)
        {
            frames = gone;
            sprint++;
            said.Add(Fill("common.changed_meanwhile"));
        }

        for (var i = 0; i < frames.Count; i++)
        {
            var dialog = library.Dialogs[frames[i].Dialog];
            if (frames[i].Version != dialog.Definition.Version || !dialog.Nodes.ContainsKey(frames[i].State))
            {
                frames = frames.SetItem(i, Migrated(frames[i], dialog));
            }
        }
    }

    private static DialogFrame Migrated(DialogFrame frame, CompiledDialog dialog)
    {
        var (state, slots) = (frame.State, frame.Slots);
        foreach (var (_, map) in dialog.Definition.Migrate.Where(step => step.Key >= frame.Version).OrderBy(step => step.Key))
        {
            state = map.GetValueOrDefault(state, state);
            foreach (var (from, to) in map.Where(pair => pair.Key.StartsWith("slots.", StringComparison.Ordinal)))
            {
                var (old, renamed) = (from["slots.".Length..], to.Replace("slots.", "", StringComparison.Ordinal));
                slots = slots.TryGetValue(old, out var answer) ? slots.Remove(old).SetItem(renamed, answer) : slots;
            }
        }

        if (!dialog.Nodes.TryGetValue(state, out var node) || node.Kind is not (StateKind.Ask or StateKind.Do))
        {
            state = dialog.Targets.Lost ?? dialog.Targets.Start;
        }

        return frame with
        {
            Version = dialog.Definition.Version,
            State = state,
            Slots = slots,
            Trail = [.. frame.Trail.Where(dialog.Nodes.ContainsKey)],
            Offered = [],
            Confirming = null,
        };
    }
}
