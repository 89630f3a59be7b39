using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Reminders, timeouts and the expiry of a dialog: each later than the one before it, or it never comes.</summary>
internal static class Timers
{
    public static IEnumerable<Fault> Find(DialogLibrary library) => Leaf.Of(library).SelectMany(InState);

    private static IEnumerable<Fault> InState(Leaf leaf)
    {
        var state = leaf.Node.State;
        var after = state.Remind.Select(reminder => reminder.After).ToList();
        if (after.Zip(after.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            yield return leaf.Fault($"'{leaf.Node.Path}': the reminders must come one after another, the earliest first.");
        }

        var last = after.Append(TimeSpan.Zero).Max();
        if (state.TimeoutAfter is { } timeout && timeout <= last)
        {
            yield return leaf.Fault($"'{leaf.Node.Path}': the timeout comes before the last reminder. Make it later.");
        }

        if (leaf.Dialog.Definition.ExpireIdle is { } idle && idle <= Later(last, state.TimeoutAfter))
        {
            yield return leaf.Fault($"'{leaf.Node.Path}': the dialog expires after {Shown(idle)}, before this state's last reminder or timeout. Make the expiry later.");
        }

        if (state.TimeoutAfter is null != state.TimeoutGoto is null)
        {
            yield return leaf.Fault($"'{leaf.Node.Path}': a timeout needs both 'after' and 'goto'.");
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan? other) => other > one ? other.Value : one;

    private static string Shown(TimeSpan span) => span.TotalHours >= 1 ? $"{span.TotalHours:0.#} h" : $"{span.TotalMinutes:0.#} min";
}
