using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;
using Moomken.Bot.OneLine;

namespace Moomken.Bot.Conversations;

/// <summary>
/// Who says stop hears nothing more from us until they say start, but the answer to what they write themselves. They are older than
/// any dialog and need none. What is written meanwhile is not lost: a report in one message is filed, and words and files are kept until the start.
/// </summary>
public sealed class StopAndStart(DialogRun dialog, TurnReplies replies, OneLineReports lines, InputReading reading)
{
    /// <summary>True when the message ends here: it was one of the two words, or the person has stopped us.</summary>
    public bool Take(ConversationTurn turn, InboundMessage message)
    {
        if (turn.Conversation.StoppedAt is not null && HostWords.MayBeDanger(turn.Library, message.Text))
        {
            // Whoever calls for help wants an answer more than silence.
            turn.Conversation = turn.Conversation with { StoppedAt = null };
            if (KeptWords.Opening(turn) is { } kept)
            {
                // Below the call for help: it is asked about when that is over.
                dialog.Step(turn, kept);
            }

            return false;
        }

        if (HostWords.IsStop(message.Text))
        {
            turn.Conversation = turn.Conversation with { StoppedAt = turn.Now, Timers = TimerSteps.Ends(turn.Conversation), Pending = [] };
            replies.Say(turn, turn.Say(turn.Person.Linked.Length > 1 ? "common.stopped_here" : "common.stopped"));
            return true;
        }

        if (turn.Conversation.StoppedAt is null)
        {
            return false;
        }

        if (HostWords.IsStart(message.Text))
        {
            Start(turn);
        }
        else
        {
            TakeWhileStopped(turn, message);
        }

        return true;
    }

    /// <summary>The provider has told the person that messages are back: only what they wrote meanwhile is still asked about.</summary>
    public void OptIn(ConversationTurn turn)
    {
        turn.Conversation = turn.Conversation with { StoppedAt = null };
        if (turn.Conversation.Kept is not null && KeptWords.Opening(turn) is { } kept)
        {
            replies.Reply(turn, dialog.Step(turn, kept), Lane.Reply);
        }
    }

    private void TakeWhileStopped(ConversationTurn turn, InboundMessage message)
    {
        if (message.Kind == InboundKind.Message && !turn.Conversation.Doubted && TalkSteps.IsOnlyText(message) && lines.Take(turn, message.Text) is { } told)
        {
            replies.Reply(turn, new DialogResult([told, turn.Say("common.is_stopped")], null, false), turn.Lane);
            return;
        }

        if (message.Kind == InboundKind.Message && turn.Conversation.Session.Top?.Dialog is DialogEngine.DangerDialog or DialogEngine.DangerQuestion)
        {
            // A call for help is still open: what is said there is for the people on duty, and at once.
            var result = dialog.Step(turn, reading.Read(turn, message));
            replies.Reply(turn, new DialogResult(result.Said.Add(turn.Say("common.is_stopped")), null, false), turn.Lane);
            return;
        }

        var kept = message.Kind == InboundKind.Message && KeptWords.Keep(turn, reading.Read(turn, message));
        replies.Say(turn, turn.Say(kept ? "common.is_stopped_kept" : "common.is_stopped"));
    }

    private void Start(ConversationTurn turn)
    {
        turn.Conversation = turn.Conversation with { StoppedAt = null };
        var result = dialog.Step(turn, KeptWords.Opening(turn) ?? Again(turn));
        replies.Reply(turn, result with { Said = result.Said.Insert(0, turn.Say("common.started")) }, Lane.Reply);
    }

    private static DialogInput Again(ConversationTurn turn) =>
        turn.Conversation.Session.Top is null && FirstContact.HasAgreed(turn.Person)
            ? new DialogInput.Open(DialogEngine.MenuDialog, System.Collections.Immutable.ImmutableDictionary<string, Answer>.Empty)
            : FirstContact.Welcomed(turn, new DialogInput.Again());
}
