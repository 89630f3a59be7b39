using System.Collections.Immutable;
using Moomken.Bot.Conversations;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.OneLine;
using Moomken.Bot.Incidents;

namespace Moomken.Bot.OneLine;

/// <summary>What one line does to the records of its form: a new one, the completion or correction of one, or values that are kept until they make one.</summary>
internal sealed class LineFiling(ConversationTurn turn, ILineRecords records, DialogLibrary library, OneLineReader reader, DialogContext context)
{
    private readonly LineGaps gaps = new(library, reader, context);

    /// <summary>The reply, and what of this line the next one may go on with.</summary>
    /// <param name="line">The line.</param>
    /// <param name="before">What the last line of the form left, or what waits under the code that this one names.</param>
    public LineWritten Write(OneLineMessage line, OneLineDraft? before)
    {
        var empty = new OneLineDraft { Form = line.Form.Name, Print = "", At = turn.Now };
        if (line.Reference is { } code)
        {
            if (before is { IsKept: true } && before.KeptAs == code)
            {
                return New(reader.Read(line, context, before.Slots), before);
            }

            return records.Own(turn, line.Form, code) is { } named
                ? Change(named, reader.Read(line, context, named), empty with { Code = code })
                : new LineWritten(new LineReply { Code = ReplyCode.UnknownCase, Form = line.Form }, (before ?? empty).Plus(line.Text));
        }

        if (!line.IsNew && before?.Code is { } last && records.Own(turn, line.Form, last) is { } open && reader.Read(line, context, open) is var more && Completes(before, more, open))
        {
            return Change(open, more, before);
        }

        var kept = before is { Code: null } && !line.IsNew ? before : empty;
        return New(reader.Read(line, context, kept.Slots), kept);
    }

    /// <summary>True when the line says nothing but what our reply asked for, and perhaps once more what is known.</summary>
    private static bool Completes(OneLineDraft before, LineReading more, ImmutableSortedDictionary<string, Answer> known) =>
        more.Fields.All(field => before.Asked.Contains(field.Field.Id))
        && more.Given.All(given => before.Asked.Contains(given.Key) || OwnWords.Same(known.GetValueOrDefault(given.Key), given.Value));

    private LineWritten New(LineReading reading, OneLineDraft kept)
    {
        var slots = kept.Slots.WithComparers(StringComparer.Ordinal).SetItems(reading.Given);
        var draft = kept.Plus(reading.Message.Text);
        var filed = records.File(turn, reading.Form, slots, string.Join('\n', draft.Typed), kept.KeptAs);
        var keptAs = filed.Code is null && !slots.IsEmpty ? kept.KeptAs ?? records.NewCode(turn) : null;
        var missing = gaps.Missing(reading, slots, kept.Asked);
        var reply = new LineReply
        {
            Code = filed switch
            {
                { IsKnown: true } => ReplyCode.Known,
                { Code: not null } => reading.HasFaults ? ReplyCode.SavedInPart : ReplyCode.Saved,
                _ => reading.Given.IsEmpty ? ReplyCode.NothingRead : ReplyCode.NotEnough,
            },
            Form = reading.Form,
            Case = (filed.Code ?? keptAs) is { } code ? CaseCode.Shown(code) : null,
            Reading = reading,
            Missing = missing,
            Likely = gaps.Likely(reading, missing, slots),
            Slots = slots,
            IsUrgent = filed.IsUrgent,
        };
        var asked = LineGaps.Asked(reading, missing);
        var left = filed.Code is null
            ? draft with { Slots = slots, Asked = asked, KeptAs = keptAs, IsSetAside = false }
            : new OneLineDraft { Form = kept.Form, Code = filed.Code, Asked = asked, Print = "", At = turn.Now };
        return new LineWritten(reply, left, kept.KeptAs);
    }

    private LineWritten Change(ImmutableSortedDictionary<string, Answer> old, LineReading reading, OneLineDraft draft)
    {
        var different = reading.Given.Where(given => !OwnWords.Same(old.GetValueOrDefault(given.Key), given.Value)).ToImmutableSortedDictionary(StringComparer.Ordinal);
        ImmutableArray<LineChange> changes = [.. reading.Form.Fields
            .Where(field => different.ContainsKey(field.Id) && old.ContainsKey(field.Id))
            .Select(field => new LineChange(field, old[field.Id], different[field.Id]))];
        if (!different.IsEmpty)
        {
            records.Change(turn, draft.Code!, different, isCorrection: !changes.IsEmpty, reading.Message.Text);
        }

        var slots = old.SetItems(different);
        var missing = gaps.Missing(reading, slots, draft.Asked);
        var reply = new LineReply
        {
            Code = !changes.IsEmpty ? ReplyCode.Corrected : !different.IsEmpty ? ReplyCode.Added : reading.HasFaults ? ReplyCode.NothingRead : ReplyCode.Unchanged,
            Form = reading.Form,
            Case = CaseCode.Shown(draft.Code!),
            Reading = reading,
            Changes = changes,
            Missing = missing,
            Slots = slots,
        };
        return new LineWritten(reply, draft with { Slots = ImmutableSortedDictionary<string, Answer>.Empty, Asked = LineGaps.Asked(reading, missing), Typed = [] });
    }
}

/// <param name="Reply">What is said.</param>
/// <param name="Left">What the next line may go on with.</param>
/// <param name="Became">The code of the unfinished report that this line went on with; null for none.</param>
internal sealed record LineWritten(LineReply Reply, OneLineDraft Left, string? Became = null);
