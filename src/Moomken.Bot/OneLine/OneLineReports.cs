using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.OneLine;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.OneLine;

/// <summary>
/// Takes a report that was written in one message (<c>بلاغ نوع 3 مكان مصراتة</c>, <c>INC C 3 P Misrata</c>), on every channel
/// and wherever the conversation stands; an open question and its answers stay as they are. Written in the turn's transaction.
/// A form whose reports nothing takes is asked in conversations only.
/// </summary>
public sealed class OneLineReports(DialogLibrary library, IEnumerable<ILineRecords> records, FactSheet facts)
{
    /// <summary>From this many faults in a row on, help comes with the reply.</summary>
    private const int FaultsUntilHelp = 3;

    /// <summary>A shorter sentence tells nothing.</summary>
    private const int ShortestSentence = 12;

    private readonly ImmutableArray<ILineRecords> records = [.. records];
    private readonly OneLineSplitter splitter = new(LineForms.Of(library, records), CaseCode.Read);
    private readonly OneLineReader reader = new(library);
    private readonly OneLineReplies replies = new(library);
    private readonly LineScreen screen = new(facts);

    /// <summary>The reply; null when the message is no one-line report.</summary>
    public string? Take(ConversationTurn turn, string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || splitter.Split(text) is not { } line || !IsMeant(turn, line))
        {
            return null;
        }

        ChooseLanguage(turn, line.Text);
        var open = turn.Conversation.Session.Top?.Dialog is not (null or DialogEngine.MenuDialog);
        var reply = Taken(turn, line) with { InQuestion = open && turn.Profile.Segments };
        return replies.Write(reply, screen.Context(turn), text => LineScreen.Fits(turn, text, reply.WithHelp ? 1 : 0));
    }

    /// <summary>The form's word alone opens the guided questions: what one line told already is not asked again.</summary>
    public DialogInput Opened(ConversationTurn turn, DialogInput input)
    {
        if (turn.Conversation.OneLine is not { Code: null, Slots.IsEmpty: false } draft || input is not DialogInput.Text { Value: var text } || library.Opens(text) != draft.Form
            || turn.Conversation.Session.Frames.Any(frame => frame.Dialog == draft.Form))
        {
            return input;
        }

        turn.Conversation = turn.Conversation with { OneLine = null };
        return new DialogInput.Open(draft.Form, draft.Slots.ToImmutableDictionary().SetItem(OneLineDraft.TypedSlot, new Answer(string.Join('\n', draft.Typed))));
    }

    /// <summary>The form's word alone opens the questions, and one that begins a sentence is a report only where every message is paid for.</summary>
    private static bool IsMeant(ConversationTurn turn, OneLineMessage line) =>
        line.IsSentence ? IsFree(turn) && turn.Profile.Segments && line.Text.Length >= ShortestSentence : !line.IsEmpty;

    private static bool IsFree(ConversationTurn turn) => turn.Conversation.Session.Top?.Dialog is null or DialogEngine.MenuDialog;

    private LineReply Taken(ConversationTurn turn, OneLineMessage line)
    {
        var before = turn.Conversation.OneLine is { } draft && draft.Form == line.Form.Name && turn.Now - draft.At < OneLineDraft.Fresh ? draft : null;
        var print = TextPrint.Of(ArabicText.FoldPhrase(line.Text));
        if (before is { Code: { } known } && before.Print == print && turn.Now - before.At < OneLineDraft.SameWithin)
        {
            return Repeated(turn, line, before, known);
        }

        var written = new LineFiling(turn, records.First(record => record.Takes(line.Form)), library, reader, screen.Context(turn)).Write(line, before);
        var faulty = written.Reply.Reading?.HasFaults == true || written.Reply.Code is ReplyCode.NothingRead or ReplyCode.UnknownCase;
        var faults = faulty ? (before?.Faults ?? 0) + 1 : 0;
        turn.Conversation = turn.Conversation with { OneLine = written.Draft with { Print = print, At = turn.Now, Faults = faults } };
        return faults >= FaultsUntilHelp
            ? written.Reply with { WithHelp = true, Code = written.Reply.Code == ReplyCode.NothingRead ? ReplyCode.Help : written.Reply.Code }
            : written.Reply;
    }

    private static LineReply Repeated(ConversationTurn turn, OneLineMessage line, OneLineDraft before, string code)
    {
        var faults = before.Faults > 0 ? before.Faults + 1 : 0;
        turn.Conversation = turn.Conversation with { OneLine = before with { Faults = faults, At = turn.Now } };
        return new LineReply
        {
            Code = ReplyCode.Known,
            Form = line.Form,
            Case = CaseCode.Shown(code),
            Missing = [.. line.Form.Fields.Where(field => before.Asked.Contains(field.Id))],
            WithHelp = faults >= FaultsUntilHelp,
        };
    }

    /// <summary>Until somebody chose a language, they are answered in the letters that they write.</summary>
    private static void ChooseLanguage(ConversationTurn turn, string text)
    {
        if (!turn.Person.LanguageChosen && !text.Any(c => c is >= '\u0600' and <= '\u06FF') && text.Any(char.IsAsciiLetter))
        {
            turn.Person = turn.Person with { Tongue = Tongue.English };
        }
    }
}
