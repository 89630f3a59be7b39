using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.OneLine;
using Moomken.Bot.Incidents;
using Moomken.Bot.Rendering;

namespace Moomken.Bot.OneLine;

/// <summary>
/// Takes a report that was written in one message (<c>بلاغ نوع 3 مكان مصراتة</c>, <c>INC C 3 P Misrata</c>), on every channel
/// and wherever the conversation stands; an open question and its answers stay as they are. Written in the turn's transaction.
/// </summary>
public sealed class OneLineReports(DialogLibrary library, IncidentLines incidents, FactSheet facts)
{
    /// <summary>The form whose reports are written. A form without a place to write to is asked in conversations only.</summary>
    public const string Form = "incident";

    /// <summary>Segments of an SMS that a reply is made to fit where it can; one less for a stranger, whom the first question is asked with it.</summary>
    public const int MostSegments = 2;

    /// <summary>From this many faults in a row on, help comes with the reply.</summary>
    private const int FaultsUntilHelp = 3;

    /// <summary>A shorter sentence tells nothing.</summary>
    private const int ShortestSentence = 12;

    private readonly OneLineSplitter splitter = new(library.Forms.Values.Where(form => form.Name == Form), CaseCode.Read);
    private readonly OneLineReader reader = new(library);
    private readonly OneLineReplies replies = new(library);

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
        var isStranger = turn.Person.Agreement is null;
        var most = MostSegments + (reply.WithHelp ? 1 : 0) - (isStranger ? 1 : 0);
        return replies.Write(reply, Context(turn), text => !turn.Profile.Segments || Segments(text, isStranger) <= most);
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
        return new DialogInput.Open(draft.Form, draft.Slots.ToImmutableDictionary().SetItem(IncidentDraft.TypedSlot, new Answer(string.Join('\n', draft.Typed))));
    }

    /// <summary>The form's word alone opens the questions, and one that begins a sentence is a report only where every message is paid for.</summary>
    private static bool IsMeant(ConversationTurn turn, OneLineMessage line)
    {
        if (!line.IsSentence)
        {
            return !line.IsEmpty;
        }

        var isFree = turn.Conversation.Session.Top?.Dialog is null or DialogEngine.MenuDialog;
        return isFree && turn.Profile.Segments && line.Text.Length >= ShortestSentence;
    }

    private LineReply Taken(ConversationTurn turn, OneLineMessage line)
    {
        var before = turn.Conversation.OneLine is { } draft && draft.Form == line.Form.Name && turn.Now - draft.At < OneLineDraft.Fresh ? draft : null;
        var print = IncidentActions.TextPrint(ArabicText.FoldPhrase(line.Text));
        if (before is { Code: { } known } && before.Print == print && turn.Now - before.At < IncidentActions.SameWithin)
        {
            return Repeated(turn, line, before, known);
        }

        var written = Write(turn, line, before);
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
            Case = IncidentActions.Shown(code),
            Missing = [.. line.Form.Fields.Where(field => before.Asked.Contains(field.Id))],
            WithHelp = faults >= FaultsUntilHelp,
        };
    }

    private (LineReply Reply, OneLineDraft Draft) Write(ConversationTurn turn, OneLineMessage line, OneLineDraft? before)
    {
        var context = Context(turn);
        var empty = new OneLineDraft { Form = line.Form.Name, Print = "", At = turn.Now };
        if (line.Reference is { } code)
        {
            return IncidentLines.Own(turn, code) is { } named
                ? Change(turn, named, reader.Read(line, context, IncidentLines.SlotsOf(named)), empty with { Code = code })
                : (new LineReply { Code = ReplyCode.UnknownCase, Form = line.Form }, (before ?? empty).Plus(line.Text));
        }

        if (!line.IsNew && before?.Code is { } last && IncidentLines.Own(turn, last) is { } open)
        {
            var old = IncidentLines.SlotsOf(open);
            var more = reader.Read(line, context, old);
            if (more.Fields.All(field => before.Asked.Contains(field.Field.Id)) && more.Given.All(given => before.Asked.Contains(given.Key) || IncidentLines.Same(old.GetValueOrDefault(given.Key), given.Value)))
            {
                return Change(turn, open, more, before);
            }
        }

        var kept = before is { Code: null } && !line.IsNew ? before : empty;
        return New(turn, reader.Read(line, context, kept.Slots), kept);
    }

    private (LineReply, OneLineDraft) New(ConversationTurn turn, LineReading reading, OneLineDraft kept)
    {
        var slots = kept.Slots.WithComparers(StringComparer.Ordinal).SetItems(reading.Given);
        var draft = kept.Plus(reading.Message.Text);
        var outcome = incidents.Submit(turn, slots, string.Join('\n', draft.Typed));
        var code = outcome.Slots.GetValueOrDefault("code")?.Value;
        var missing = Missing(turn, reading, slots, kept.Asked);
        var reply = new LineReply
        {
            Code = outcome.Name switch
            {
                "duplicate" => ReplyCode.Known,
                "sent" => reading.HasFaults ? ReplyCode.SavedInPart : ReplyCode.Saved,
                _ => reading.Given.IsEmpty ? ReplyCode.NothingRead : ReplyCode.NotEnough,
            },
            Form = reading.Form,
            Case = code,
            Reading = reading,
            Missing = missing,
            Likely = Likely(turn, reading, missing, slots),
            Slots = slots,
            IsUrgent = outcome.Name == "sent" && incidents.IsUrgent(slots),
        };
        var asked = Asked(reading, missing);
        return (reply, code is null ? draft with { Slots = slots, Asked = asked } : new OneLineDraft { Form = kept.Form, Code = CaseCode.Read(code), Asked = asked, Print = "", At = turn.Now });
    }

    private (LineReply, OneLineDraft) Change(ConversationTurn turn, Incident incident, LineReading reading, OneLineDraft draft)
    {
        var old = IncidentLines.SlotsOf(incident);
        var different = reading.Given.Where(given => !IncidentLines.Same(old.GetValueOrDefault(given.Key), given.Value)).ToImmutableSortedDictionary(StringComparer.Ordinal);
        ImmutableArray<LineChange> changes = [.. reading.Form.Fields
            .Where(field => different.ContainsKey(field.Id) && old.ContainsKey(field.Id))
            .Select(field => new LineChange(field, old[field.Id], different[field.Id]))];
        if (!different.IsEmpty)
        {
            incidents.Change(turn, incident, different, changes.IsEmpty ? "addition" : "correction", reading.Message.Text);
        }

        var slots = old.SetItems(different);
        var missing = Missing(turn, reading, slots, draft.Asked);
        var reply = new LineReply
        {
            Code = !changes.IsEmpty ? ReplyCode.Corrected : !different.IsEmpty ? ReplyCode.Added : reading.HasFaults ? ReplyCode.NothingRead : ReplyCode.Unchanged,
            Form = reading.Form,
            Case = incident.ShownCode,
            Reading = reading,
            Changes = changes,
            Missing = missing,
            Slots = slots,
        };
        return (reply, draft with { Code = incident.Code, Slots = ImmutableSortedDictionary<string, Answer>.Empty, Asked = Asked(reading, missing), Typed = [] });
    }

    private ImmutableArray<Choice> Likely(ConversationTurn turn, LineReading reading, ImmutableArray<FormField> missing, ImmutableSortedDictionary<string, Answer> slots)
    {
        var choice = missing.FirstOrDefault(field => field.Type == FieldType.Choice && reading.Wrong.All(wrong => wrong.Field != field));
        var story = reading.Fields.FirstOrDefault(field => field.Field.Type == FieldType.Story)?.Answer?.Value;
        return choice is null || story is null ? [] : reader.Likely(reading.Form, choice, story, Context(turn), slots);
    }

    /// <summary>What the guided questions would still ask, and what was wrong in an earlier message and was kept as it was written.</summary>
    private ImmutableArray<FormField> Missing(ConversationTurn turn, LineReading reading, ImmutableSortedDictionary<string, Answer> slots, ImmutableArray<string> asked)
    {
        var missing = MissingFields.Of(library, reading.Form, Context(turn), slots);
        var saved = reading.Fields.Where(field => field.IsSaved).Select(field => field.Field.Id).ToHashSet(StringComparer.Ordinal);
        return [.. reading.Form.Fields.Where(field => missing.Contains(field) || (asked.Contains(field.Id) && slots.ContainsKey(field.Id) && !saved.Contains(field.Id) && !reading.Given.ContainsKey(field.Id)))];
    }

    private static ImmutableArray<string> Asked(LineReading reading, ImmutableArray<FormField> missing) =>
        [.. missing.SelectMany(field => field.Resets.Prepend(field.Id)).Concat(reading.Wrong.Select(wrong => wrong.Field.Id)).Distinct()];

    /// <summary>Until somebody chose a language, they are answered in the letters that they write.</summary>
    private static void ChooseLanguage(ConversationTurn turn, string text)
    {
        if (!turn.Person.LanguageChosen && !text.Any(c => c is >= '\u0600' and <= '\u06FF') && text.Any(char.IsAsciiLetter))
        {
            turn.Person = turn.Person with { Tongue = Tongue.English };
        }
    }

    /// <summary>The question that strangers are asked with it is written in Arabic too, and one Arabic letter makes all of it so.</summary>
    private static int Segments(string text, bool withArabic) => SmsSegments.Count(Bidi.WithoutMarks(Bidi.Mend(text)) + (withArabic ? "م" : "")).Segments;

    private DialogContext Context(ConversationTurn turn) => new()
    {
        Tongue = turn.Person.Tongue,
        Channel = turn.Profile,
        Now = turn.Now,
        Facts = facts.Of(turn.Person),
    };
}
