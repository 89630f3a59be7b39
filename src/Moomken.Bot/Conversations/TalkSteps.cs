using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Incidents;
using Moomken.Bot.Messages;
using Moomken.Bot.OneLine;
using Moomken.Bot.People;

namespace Moomken.Bot.Conversations;

/// <summary>What somebody says to us: a report once more, a report in one message, or the next step of a dialog.</summary>
public sealed class TalkSteps(DialogRun dialog, TurnReplies replies, InputReading reading, OneLineReports lines, LineOffers offers, OnePerson people)
{
    /// <summary>Longer words are no slip of the finger.</summary>
    private const int LongestSlip = 30;

    /// <summary>Gives the short notice for a pressed button, where there is one.</summary>
    public string? Take(ConversationTurn turn, InboundMessage message)
    {
        var sameAlbum = message.Album is not null && message.Album == turn.Conversation.Album;
        turn.Conversation = turn.Conversation with { Album = message.Album };
        if (message.Media.IsDefaultOrEmpty && IncidentAdditions.IsRepeat(turn, message.Text) is { } known)
        {
            replies.Reply(turn, new DialogResult([known], dialog.OpenQuestion(turn), false), Lane.Reply);
            return null;
        }

        if (!turn.Conversation.Doubted)
        {
            LineDrafts.Fetch(turn, people);
        }

        if (!turn.Conversation.Doubted && IsOnlyText(message) && (lines.Take(turn, message.Text) ?? offers.Take(turn, message.Text)) is { } told)
        {
            replies.Reply(turn, AfterLine(turn, told, message.Text!), turn.Lane);
            return null;
        }

        var result = Step(turn, message);
        result = offers.AfterMiss(turn, message.Text) is { } offer ? result with { Said = result.Said.Add(offer) } : result;
        if (turn.Conversation.Session.Top?.Dialog == DialogEngine.DangerQuestion)
        {
            turn.Lane = Lane.Safety;
        }

        if (!sameAlbum || result.Prompt is null)
        {
            replies.Reply(turn, result, turn.Lane);
        }

        return result.Stale ? turn.Say("common.stale_notice") : null;
    }

    /// <summary>Only words can be a report in one line.</summary>
    public static bool IsOnlyText(InboundMessage message) =>
        message is { Button: null, Location: null, OwnPhone: null, UnsupportedKind: null } && message.Media.IsDefaultOrEmpty;

    /// <summary>A one-line report changes nothing of an open question: it is asked again where that costs nothing. Whoever has not agreed yet is asked to now; the report is kept.</summary>
    private DialogResult AfterLine(ConversationTurn turn, string told, string line)
    {
        var result = AboutDanger(turn, line) ?? turn.Conversation.Session.Top switch
        {
            null when !FirstContact.HasAgreed(turn.Person) => dialog.Step(turn, new DialogInput.Open(FirstContact.Dialog, ImmutableDictionary<string, Answer>.Empty)),
            null or { Dialog: DialogEngine.MenuDialog } => DialogResult.Nothing,
            _ when turn.Profile.Segments => DialogResult.Nothing,
            _ => new DialogResult([], dialog.OpenQuestion(turn), false),
        };
        return result with { Said = result.Said.Insert(0, told) };
    }

    /// <summary>A report in one line may be a call for help too: it is asked, and the alert has its words. Null for any other, and for whoever has called already.</summary>
    private DialogResult? AboutDanger(ConversationTurn turn, string line) =>
        turn.Conversation.Session.Top?.Dialog is DialogEngine.DangerDialog or DialogEngine.DangerQuestion || !DangerSentences.MayBe(line)
            ? null
            : dialog.Step(turn, new DialogInput.Open(
                DialogEngine.DangerQuestion, ImmutableDictionary<string, Answer>.Empty.Add(DialogEngine.HeldSlot, new Answer(line)).Add(DialogEngine.ToldSlot, new Answer("line"))));

    /// <summary>What the person has begun on another of their channels comes here first, and is asked about again before a short answer counts.</summary>
    private DialogResult Step(ConversationTurn turn, InboundMessage message)
    {
        if (DangerSentences.MayBe(message.Text))
        {
            OneLineReports.ChooseLanguage(turn, message.Text!);
        }

        var from = turn.Conversation.Doubted ? null : OpenWork.Fetch(turn, people);
        var said = CodeAlone(turn, lines.Opened(turn, reading.Read(turn, message)));
        var input = FirstContact.Known(turn, FirstContact.Welcomed(turn, said));
        if (from is null)
        {
            return dialog.Step(turn, input);
        }

        var result = dialog.Step(turn, IsSlip(turn, input) ? new DialogInput.Again() : input);
        return result with { Said = result.Said.Insert(0, turn.Say("link.went_on", ("channel", LinkDesk.NameOf(turn, from)))) };
    }

    /// <summary>A case code alone, where nothing else is asked, is the question how that report stands.</summary>
    private static DialogInput CodeAlone(ConversationTurn turn, DialogInput input) =>
        turn.Conversation.Session.Top?.Dialog is null or DialogEngine.MenuDialog && input is DialogInput.Text { Value: var text } && CaseCode.IsAlone(text)
            ? new DialogInput.Text($"/status {text.Trim()}")
            : input;

    private static bool IsSlip(ConversationTurn turn, DialogInput input) =>
        input is DialogInput.Press { Choice: not ['/', ..] }
        || (input is DialogInput.Text { Value: { Length: <= LongestSlip } words } && !turn.Library.MeansAnything(words));
}
