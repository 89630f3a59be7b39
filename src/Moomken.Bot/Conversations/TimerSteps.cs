using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Conversations;

/// <summary>What the timers of a conversation do when they are due: a reminder, or the end of a wait.</summary>
public sealed class TimerSteps(DialogRun dialog, TurnReplies replies)
{
    /// <summary>When the person is still owed an answer, a reminder waits: the question may not have arrived yet.</summary>
    private static readonly TimeSpan WhileUnsent = TimeSpan.FromMinutes(5);

    /// <summary>The same while all that is unsent is kept until they write: then the timers are theirs to set anew.</summary>
    private static readonly TimeSpan WhileHeld = TimeSpan.FromHours(1);

    /// <summary>The timers that still count when nobody may be reminded: an unfinished report is kept in the end, unsaid.</summary>
    public static ImmutableArray<ConversationTimer> Ends(Conversation conversation) =>
        [.. conversation.Timers.Where(timer => timer.Name == DialogEngine.ExpireTimer)];

    public void Take(ConversationTurn turn)
    {
        var due = turn.Conversation.Timers.Where(timer => timer.DueAt <= turn.Now).ToList();
        if (due.Count == 0)
        {
            return;
        }

        if (turn.Conversation.IsQuiet)
        {
            Silently(turn, due);
            return;
        }

        if (!turn.Conversation.Pending.IsEmpty)
        {
            turn.Conversation = turn.Conversation with { Timers = [.. turn.Conversation.Timers.Select(timer => timer with { DueAt = Later(timer, turn) })] };
            return;
        }

        // After days without power several are due at once: the last one says how things stand now.
        var latest = due.MaxBy(timer => timer.DueAt)!;
        var result = dialog.Step(turn, new DialogInput.Timer(latest.Name, latest.Sprint));
        turn.Conversation = turn.Conversation with { Timers = turn.Conversation.Timers.RemoveRange(due) };
        if (!result.Said.IsEmpty)
        {
            replies.Reply(turn, result, Lane.Reminder);
        }
    }

    /// <summary>
    /// Nobody is reminded who is not to be written to, and what is due is let go of: left there it would come again every second.
    /// Only the end of the wait still counts, since it keeps an unfinished report.
    /// </summary>
    private void Silently(ConversationTurn turn, List<ConversationTimer> due)
    {
        if (due.Find(timer => timer.Name == DialogEngine.ExpireTimer) is { } end)
        {
            dialog.Step(turn, new DialogInput.Timer(end.Name, end.Sprint));
        }

        turn.Conversation = turn.Conversation with { Timers = turn.Conversation.Timers.RemoveRange(due) };
    }

    private static DateTimeOffset Later(ConversationTimer timer, ConversationTurn turn)
    {
        var until = turn.Now + (turn.Conversation.Pending.TrueForAll(message => message.IsHeld(turn.Conversation.LastHeard)) ? WhileHeld : WhileUnsent);
        return timer.DueAt > until ? timer.DueAt : until;
    }
}
