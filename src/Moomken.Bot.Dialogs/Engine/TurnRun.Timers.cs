using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Definition;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>Silence: reminders, timeouts, and the end of a dialog that nobody goes on with.</summary>
internal sealed partial class TurnRun
{
    private const string Remind = "remind.";

    /// <summary>The result of a dialog that ended by silence where its file names no state for that.</summary>
    private const string Expired = "expired";

    /// <summary>How long the question has waited already when a reminder of it fires: what is left of the other timers goes on.</summary>
    private TimeSpan waited;

    private ImmutableArray<TimerRequest> Timers()
    {
        var node = Node;
        var timers = ImmutableArray.CreateBuilder<TimerRequest>();
        for (var i = 0; i < node.State.Remind.Length; i++)
        {
            Add(timers, Remind + i.ToString(CultureInfo.InvariantCulture), node.State.Remind[i].After);
        }

        if (node.State.TimeoutAfter is { } after)
        {
            Add(timers, DialogNode.Timeout, after);
        }

        if (Dialog.Definition.ExpireIdle is { } idle)
        {
            Add(timers, DialogMachine.Expire, idle);
        }

        return timers.ToImmutable();
    }

    private void Add(ImmutableArray<TimerRequest>.Builder timers, string name, TimeSpan after)
    {
        if (after > waited)
        {
            timers.Add(new TimerRequest(name, after - waited));
        }
    }

    /// <summary>A timer of another question does nothing: the person has moved on since.</summary>
    private void TakeTimer(DialogInput.Timer timer)
    {
        if (timer.Sprint != sprint || frames.IsEmpty || Node.Kind != StateKind.Ask)
        {
            ignored = true;
            return;
        }

        var node = Node;
        if (timer.Name.StartsWith(Remind, StringComparison.Ordinal)
            && int.TryParse(timer.Name.AsSpan(Remind.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < node.State.Remind.Length)
        {
            waited = node.State.Remind[index].After;
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
        else
        {
            ignored = true;
        }
    }

    private void EndSilently()
    {
        ended.Add(new EndedDialog(Top.Dialog, Expired, Top.Slots));
        frames = frames.RemoveAt(frames.Count - 1);
        GoOnBelow();
    }
}
