using System.Collections.Immutable;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Duty;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.Observers;
using Moomken.Bot.OneLine;
using Moomken.Bot.People;

namespace Moomken.Bot.Conversations;

/// <summary>
/// What one message does, in order: what the channel reports, the host's own words, an acknowledgement by someone on
/// duty, an invite or link code, the first agreement, an edit or a repeat of a report, and at last the dialog.
/// </summary>
public sealed class TurnSteps(
    DialogRun dialog, ReplyWriter replies, InputReading reading, DutyDesk duty, IncidentAdditions additions, Invites invites, OneLineReports lines, LinkDesk links, OnePerson people)
{
    /// <summary>The wording of the agreement; raised when what it says changes, and everybody is then asked again.</summary>
    public const int AgreementVersion = 1;

    /// <summary>When the person is still owed an answer, a reminder waits: the question may not have arrived yet.</summary>
    private static readonly TimeSpan WhileUnsent = TimeSpan.FromMinutes(5);

    /// <summary>The same while all that is unsent is kept until they write: then the timers are theirs to set anew.</summary>
    private static readonly TimeSpan WhileHeld = TimeSpan.FromHours(1);

    public DialogLibrary Library => dialog.Library;

    /// <summary>Gives the short notice for a pressed button, where there is one.</summary>
    public string? Take(ConversationTurn turn, InboundMessage message)
    {
        switch (message.Kind)
        {
            case InboundKind.Blocked:
                turn.Conversation = turn.Conversation with { Unreachable = "blocked", Pending = [], Timers = [] };
                return null;
            case InboundKind.Unblocked:
                turn.Conversation = turn.Conversation with { Unreachable = null };
                return null;
            case InboundKind.Moved:
                return null;
        }

        turn.Conversation = turn.Conversation with { Unreachable = null };
        if (LoopGuard.IsLoop(turn, message))
        {
            return null;
        }

        if (StopOrStart(turn, message.Text) || duty.TakeAcknowledgement(turn, message) || links.TakeAnswer(turn, message))
        {
            return null;
        }

        if (HostWords.IsWhoAmI(message.Text))
        {
            Say(turn, turn.Say("common.your_id", ("channel", turn.Address.Channel), ("id", Bidi.Ltr(turn.Address.User))));
            return null;
        }

        if (message is { Kind: InboundKind.Message, Button: null } && !turn.Conversation.Doubted && (invites.Opening(turn, message.Text) ?? LinkDesk.Opening(message.Text)) is { } opening)
        {
            Reply(turn, dialog.Step(turn, opening), Lane.Reply);
            return null;
        }

        return message.Kind == InboundKind.Edited ? Edited(turn, message) : Talk(turn, message);
    }

    public void TakeTimers(ConversationTurn turn)
    {
        var due = turn.Conversation.Timers.Where(timer => timer.DueAt <= turn.Now).ToList();
        if (due.Count == 0 || turn.Conversation.StoppedAt is not null || turn.Conversation.Unreachable is not null)
        {
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
            Reply(turn, result, Lane.Reminder);
        }
    }

    private static DateTimeOffset Later(ConversationTimer timer, ConversationTurn turn)
    {
        var until = turn.Now + (turn.Conversation.Pending.TrueForAll(message => message.IsHeld(turn.Conversation.LastHeard)) ? WhileHeld : WhileUnsent);
        return timer.DueAt > until ? timer.DueAt : until;
    }

    private string? Talk(ConversationTurn turn, InboundMessage message)
    {
        var sameAlbum = message.Album is not null && message.Album == turn.Conversation.Album;
        turn.Conversation = turn.Conversation with { Album = message.Album };
        if (message.Media.IsDefaultOrEmpty && IncidentAdditions.IsRepeat(turn, message.Text) is { } known)
        {
            Reply(turn, new DialogResult([known], dialog.OpenQuestion(turn), false), Lane.Reply);
            return null;
        }

        if (!turn.Conversation.Doubted && IsOnlyText(message) && lines.Take(turn, message.Text) is { } told)
        {
            Reply(turn, AfterLine(turn, told), turn.Lane);
            return null;
        }

        var result = Step(turn, message);
        if (!sameAlbum || result.Prompt is null)
        {
            Reply(turn, result, turn.Lane);
        }

        return result.Stale ? turn.Say("common.stale_notice") : null;
    }

    private static bool IsOnlyText(InboundMessage message) =>
        message is { Button: null, Location: null, OwnPhone: null, UnsupportedKind: null } && message.Media.IsDefaultOrEmpty;

    /// <summary>A one-line report changes nothing of an open question: it is asked again where that costs nothing. Whoever has not agreed yet is asked to now; the report is kept.</summary>
    private DialogResult AfterLine(ConversationTurn turn, string told)
    {
        var result = turn.Conversation.Session.Top switch
        {
            null when turn.Person.Agreement?.Version != AgreementVersion => dialog.Step(turn, new DialogInput.Open("welcome", System.Collections.Immutable.ImmutableDictionary<string, Answer>.Empty)),
            null or { Dialog: DialogEngine.MenuDialog } => DialogResult.Nothing,
            _ when turn.Profile.Segments => DialogResult.Nothing,
            _ => new DialogResult([], dialog.OpenQuestion(turn), false),
        };
        return result with { Said = result.Said.Insert(0, told) };
    }

    /// <summary>A case code alone, where nothing else is asked, is the question how that report stands.</summary>
    private static DialogInput CodeAlone(ConversationTurn turn, DialogInput input) =>
        turn.Conversation.Session.Top?.Dialog is null or DialogEngine.MenuDialog && input is DialogInput.Text { Value: var text } && CaseCode.IsAlone(text)
            ? new DialogInput.Text($"/status {text.Trim()}")
            : input;

    /// <summary>What the person has begun on another of their channels comes here first, and is asked about again before a short answer counts.</summary>
    private DialogResult Step(ConversationTurn turn, InboundMessage message)
    {
        var from = turn.Conversation.Doubted ? null : OpenWork.Fetch(turn, people);
        var input = Known(turn, Welcomed(turn, lines.Opened(turn, CodeAlone(turn, reading.Read(turn, message)))));
        if (from is null)
        {
            return dialog.Step(turn, input);
        }

        var result = dialog.Step(turn, IsSlip(input) ? new DialogInput.Again() : input);
        return result with { Said = result.Said.Insert(0, turn.Say("link.went_on", ("channel", LinkDesk.NameOf(turn, from)))) };
    }

    private bool IsSlip(DialogInput input) =>
        input is DialogInput.Press { Choice: not ['/', ..] } || (input is DialogInput.Text { Value: { Length: <= 30 } words } && !Library.MeansAnything(words));

    /// <summary>Nothing is shown on a number that was silent for long before it is known whose it is. A call for help goes first.</summary>
    private DialogInput Known(ConversationTurn turn, DialogInput input)
    {
        if (!turn.Conversation.Doubted || input is DialogInput.Open || turn.Conversation.Session.Top?.Dialog is StillYou.Dialog or "danger" || IsDanger((input as DialogInput.Text)?.Value))
        {
            return input;
        }

        return new DialogInput.Open(StillYou.Dialog, Held(input));
    }

    /// <summary>Nobody is talked with before they know who we are; what they said is kept. Danger alone goes first.</summary>
    private DialogInput Welcomed(ConversationTurn turn, DialogInput input)
    {
        if (turn.Person.Agreement?.Version == AgreementVersion || turn.Conversation.Session.Top is not null || IsDanger((input as DialogInput.Text)?.Value))
        {
            return input;
        }

        return new DialogInput.Open("welcome", Held(input));
    }

    /// <summary>What was said is kept while something else must be asked first.</summary>
    private static ImmutableDictionary<string, Answer> Held(DialogInput input)
    {
        var held = ImmutableDictionary<string, Answer>.Empty;
        if (input is DialogInput.Text { Value: { Length: >= 12 } words } && !words.StartsWith('/'))
        {
            held = held.Add("held", new Answer(words));
        }
        else if (input is DialogInput.Media media)
        {
            held = held.Add("held", new Answer(media.Caption ?? "", Items: [.. media.Items.Select(item => $"{item.Kind}:{item.Id}")]));
        }

        return held;
    }

    private bool IsDanger(string? text) => text is not null && Library.Means(text, "danger");

    private bool StopOrStart(ConversationTurn turn, string? text)
    {
        if (turn.Conversation.StoppedAt is not null && IsDanger(text))
        {
            // Whoever calls for help wants an answer more than silence.
            turn.Conversation = turn.Conversation with { StoppedAt = null };
            return false;
        }

        if (HostWords.IsStop(text))
        {
            turn.Conversation = turn.Conversation with { StoppedAt = turn.Now, Timers = [], Pending = [] };
            Say(turn, turn.Say(turn.Person.Linked.Length > 1 ? "common.stopped_here" : "common.stopped"));
            return true;
        }

        if (turn.Conversation.StoppedAt is null)
        {
            return false;
        }

        if (!HostWords.IsStart(text))
        {
            Say(turn, turn.Say("common.is_stopped"));
            return true;
        }

        turn.Conversation = turn.Conversation with { StoppedAt = null };
        var result = turn.Conversation.Session.Top is null && turn.Person.Agreement is not null
            ? dialog.Step(turn, new DialogInput.Open(DialogEngine.MenuDialog, ImmutableDictionary<string, Answer>.Empty))
            : dialog.Step(turn, Welcomed(turn, new DialogInput.Again()));
        Reply(turn, result with { Said = result.Said.Insert(0, turn.Say("common.started")) }, Lane.Reply);
        return true;
    }

    /// <summary>An edit never moves a dialog: it goes to the report that was sent last, or the person is told how to correct.</summary>
    private string? Edited(ConversationTurn turn, InboundMessage message)
    {
        Say(turn, additions.TakeEdit(turn, message.Text) ?? turn.Say("common.edited"));
        return null;
    }

    private void Say(ConversationTurn turn, string text) =>
        turn.Conversation = LoopGuard.Said(turn.Conversation.PlusReply(replies.Message(turn, text, Lane.Reply)), turn, text);

    private void Reply(ConversationTurn turn, DialogResult result, Lane lane)
    {
        if (replies.Write(turn, result.Said, result.Prompt, lane) is { } message)
        {
            turn.Conversation = LoopGuard.Said(turn.Conversation.PlusReply(message), turn, message.Text);
        }
    }
}
