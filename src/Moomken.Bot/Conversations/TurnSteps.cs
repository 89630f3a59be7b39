using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Duty;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Observers;
using Moomken.Bot.Outbox;
using Moomken.Bot.People;

namespace Moomken.Bot.Conversations;

/// <summary>
/// What one message does, in order: what the channel reports, an acknowledgement by someone on duty, the host's own
/// words, an answer about linked channels, an invite or link code, an edit, and at last talk (<see cref="TalkSteps"/>).
/// </summary>
public sealed class TurnSteps(
    DialogRun dialog, TurnReplies replies, StopAndStart stops, DutyDesk duty, LinkDesk links, Invites invites, IncidentAdditions additions, TalkSteps talk)
{
    public DialogLibrary Library => dialog.Library;

    /// <summary>Gives the short notice for a pressed button, where there is one.</summary>
    public string? Take(ConversationTurn turn, InboundMessage message)
    {
        if (IsReport(turn, message.Kind))
        {
            return null;
        }

        turn.Conversation = turn.Conversation with { Unreachable = null };
        if (LoopGuard.IsLoop(turn, message))
        {
            return null;
        }

        // An acknowledgement first: a coordinator who said stop and has the alert must not be waited for.
        if (duty.TakeAcknowledgement(turn, message) || stops.Take(turn, message) || links.TakeAnswer(turn, message) || WhoAmI(turn, message.Text) || Code(turn, message))
        {
            return null;
        }

        return message.Kind == InboundKind.Edited ? Edited(turn, message) : talk.Take(turn, message);
    }

    /// <summary>The channel tells something about the chat, and nobody said anything.</summary>
    private bool IsReport(ConversationTurn turn, InboundKind kind)
    {
        switch (kind)
        {
            case InboundKind.Blocked:
                turn.Conversation = GivingUp.GiveUpAll(turn.Store, turn.Conversation, "blocked", turn.Now) with { Timers = TimerSteps.Ends(turn.Conversation) };
                return true;
            case InboundKind.Unblocked:
                turn.Conversation = turn.Conversation with { Unreachable = null };
                return true;
            case InboundKind.OptedIn:
                turn.Conversation = turn.Conversation with { Unreachable = null };
                stops.OptIn(turn);
                return true;
            default:
                return kind == InboundKind.Moved;
        }
    }

    private bool WhoAmI(ConversationTurn turn, string? text)
    {
        if (!HostWords.IsWhoAmI(text))
        {
            return false;
        }

        replies.Say(turn, turn.Say("common.your_id", ("channel", turn.Address.Channel), ("id", Bidi.Ltr(turn.Address.User))));
        return true;
    }

    /// <summary>An invite or link code opens its dialog wherever the conversation stands.</summary>
    private bool Code(ConversationTurn turn, InboundMessage message)
    {
        if (message is not { Kind: InboundKind.Message, Button: null } || turn.Conversation.Doubted || (invites.Opening(turn, message.Text) ?? LinkDesk.Opening(message.Text)) is not { } opening)
        {
            return false;
        }

        replies.Reply(turn, dialog.Step(turn, opening), Lane.Reply);
        return true;
    }

    /// <summary>An edit never moves a dialog: it goes to the report that was sent last, or the person is told how to correct.</summary>
    private string? Edited(ConversationTurn turn, InboundMessage message)
    {
        replies.Say(turn, additions.TakeEdit(turn, message.Text) ?? turn.Say("common.edited"));
        return null;
    }
}
