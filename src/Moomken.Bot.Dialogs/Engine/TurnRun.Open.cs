using System.Collections.Immutable;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Opening dialogs, and going on with those that wait.</summary>
internal sealed partial class TurnRun
{
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
}
