using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Messages;

namespace Moomken.Bot.Conversations;

/// <summary>Who says stop hears nothing more from us until they say start. They are older than any dialog and need none.</summary>
public sealed class StopAndStart(DialogRun dialog, TurnReplies replies)
{
    /// <summary>True when the message ends here: it was one of the two words, or the person has stopped us.</summary>
    public bool Take(ConversationTurn turn, string? text)
    {
        if (turn.Conversation.StoppedAt is not null && HostWords.MayBeDanger(turn.Library, text))
        {
            // Whoever calls for help wants an answer more than silence.
            turn.Conversation = turn.Conversation with { StoppedAt = null };
            return false;
        }

        if (HostWords.IsStop(text))
        {
            turn.Conversation = turn.Conversation with { StoppedAt = turn.Now, Timers = [], Pending = [] };
            replies.Say(turn, turn.Say(turn.Person.Linked.Length > 1 ? "common.stopped_here" : "common.stopped"));
            return true;
        }

        if (turn.Conversation.StoppedAt is null)
        {
            return false;
        }

        if (HostWords.IsStart(text))
        {
            Start(turn);
        }
        else
        {
            replies.Say(turn, turn.Say("common.is_stopped"));
        }

        return true;
    }

    private void Start(ConversationTurn turn)
    {
        turn.Conversation = turn.Conversation with { StoppedAt = null };
        var result = turn.Conversation.Session.Top is null && turn.Person.Agreement is not null
            ? dialog.Step(turn, new DialogInput.Open(DialogEngine.MenuDialog, ImmutableDictionary<string, Answer>.Empty))
            : dialog.Step(turn, FirstContact.Welcomed(turn, new DialogInput.Again()));
        replies.Reply(turn, result with { Said = result.Said.Insert(0, turn.Say("common.started")) }, Lane.Reply);
    }
}
