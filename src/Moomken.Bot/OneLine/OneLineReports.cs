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

    private readonly LineForms forms = new(library, records);
    private readonly OneLineReplies replies = new(library);
    private readonly LineScreen screen = new(facts);

    /// <summary>The reply; null when the message is no one-line report.</summary>
    public string? Take(ConversationTurn turn, string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || Line(turn, text) is not { } line)
        {
            return null;
        }

        ChooseLanguage(turn, line.Text);
        var open = turn.Conversation.Session.Top?.Dialog is not (null or DialogEngine.MenuDialog);
        var reply = Taken(turn, line) with { InQuestion = open && turn.Profile.Segments };
        return replies.Write(reply, screen.Context(turn), text => LineScreen.Fits(turn, text, reply.WithHelp ? 1 : 0));
    }

    /// <summary>
    /// The form's word alone, or the code of what waits, opens the guided questions: what lines told already is not asked again. After
    /// half an hour the word alone may mean another report: the questions ask.
    /// </summary>
    public DialogInput Opened(ConversationTurn turn, DialogInput input)
    {
        if (input is not DialogInput.Text { Value: var text } || Opening(turn, text) is not { } draft)
        {
            return input;
        }

        LineDrafts.Remove(turn, draft.KeptAs!);
        return new DialogInput.Open(draft.Form, KeptLines.Slots(draft));
    }

    /// <summary>What a message opens the questions with. Nothing opens before the agreement, nor over questions of the form that are open.</summary>
    private OneLineDraft? Opening(ConversationTurn turn, string text) =>
        FirstContact.HasAgreed(turn.Person) && !turn.Conversation.Doubted && Meant(turn, text) is { } draft
            && turn.Conversation.Session.Frames.All(frame => frame.Dialog != draft.Form)
            ? draft
            : null;

    /// <summary>What waits and is meant by a message that says nothing else.</summary>
    private OneLineDraft? Meant(ConversationTurn turn, string text)
    {
        if (library.Opens(text) is { } form)
        {
            return LineDrafts.Last(turn, form) is { IsKept: true, IsSetAside: false } last ? last : null;
        }

        var code = IsFree(turn) && CaseCode.IsAlone(text) ? CaseCode.Read(text) : forms.Splitter.Split(text) is { Reference: { } named, HasValues: false } ? named : null;
        return code is null ? null : LineDrafts.Kept(turn, code);
    }

    private OneLineMessage? Line(ConversationTurn turn, string text)
    {
        var line = forms.Splitter.Split(text);
        if (line is { Reference: not null, HasValues: false } && Opening(turn, text) is not null)
        {
            return null;
        }

        return line is null ? new UnwordedLines(forms, screen).Line(turn, text) : IsMeant(turn, line) ? line : null;
    }

    /// <summary>The form's word alone opens the questions, and one that begins a sentence is a report only where every message is paid for.</summary>
    private static bool IsMeant(ConversationTurn turn, OneLineMessage line) =>
        line.IsSentence ? IsFree(turn) && turn.Profile.Segments && line.Text.Length >= ShortestSentence : !line.IsEmpty;

    private static bool IsFree(ConversationTurn turn) => turn.Conversation.Session.Top?.Dialog is null or DialogEngine.MenuDialog;

    private LineReply Taken(ConversationTurn turn, OneLineMessage line)
    {
        var named = line.Reference is { } code && LineDrafts.Kept(turn, code) is { } kept && kept.Form == line.Form.Name ? kept : null;
        var before = named ?? LineDrafts.Last(turn, line.Form.Name);
        // Without the word: the same values are the same, with the form's word and without it.
        var print = TextPrint.Of(ArabicText.FoldPhrase(line.Text[line.Word.Length..]));
        if (before is { Code: { } known } && before.Print == print && turn.Now - before.At < OneLineDraft.SameWithin)
        {
            return Repeated(turn, line, before, known);
        }

        var written = new LineFiling(turn, forms.RecordsOf(line.Form), library, forms.Reader, screen.Context(turn)).Write(line, before);
        var faulty = written.Reply.Reading?.HasFaults == true || written.Reply.Code is ReplyCode.NothingRead or ReplyCode.UnknownCase;
        var faults = faulty ? (before?.Faults ?? 0) + 1 : 0;
        var left = written.Left with { Print = print, At = turn.Now, Faults = faults };
        var reply = written.Reply with { LetGo = Shown(LineDrafts.Put(turn, left, written.Became)), Waiting = Waiting(turn, left) };
        return faults >= FaultsUntilHelp
            ? reply with { WithHelp = true, Code = reply.Code == ReplyCode.NothingRead ? ReplyCode.Help : reply.Code }
            : reply;
    }

    /// <summary>Another that is not finished, the newest; one that was set aside is the person's own choice.</summary>
    private WaitingLine? Waiting(ConversationTurn turn, OneLineDraft than) =>
        LineDrafts.Kept(turn).FirstOrDefault(draft => draft.KeptAs != than.KeptAs && !draft.IsSetAside) is { } draft && library.Forms.TryGetValue(draft.Form, out var form)
            ? new WaitingLine(form, Shown(draft)!)
            : null;

    private static string? Shown(OneLineDraft? draft) => draft?.KeptAs is { } code ? CaseCode.Shown(code) : null;

    private static LineReply Repeated(ConversationTurn turn, OneLineMessage line, OneLineDraft before, string code)
    {
        var faults = before.Faults > 0 ? before.Faults + 1 : 0;
        LineDrafts.Put(turn, before with { Faults = faults, At = turn.Now });
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
    internal static void ChooseLanguage(ConversationTurn turn, string text)
    {
        if (!turn.Person.LanguageChosen && !text.Any(c => c is >= '\u0600' and <= '\u06FF') && text.Any(char.IsAsciiLetter))
        {
            turn.Person = turn.Person with { Tongue = Tongue.English };
        }
    }
}
