using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>Reads the value of one field by its type, with the same choices and resolvers as the guided questions.</summary>
internal sealed class LineValues(DialogLibrary library, DialogContext context, FormDefinition form)
{
    /// <summary>Value of a place that is kept as it was written, where several places have its name.</summary>
    public const string AsWritten = "free";

    private readonly LineChoices choices = new(library, context, form);
    private readonly LineCandidates candidates = new(context);

    /// <param name="field">The field.</param>
    /// <param name="raw">Its value, not empty.</param>
    /// <param name="slots">The answers so far: a subtype's number counts within its category.</param>
    public LineField Read(FormField field, string raw, IReadOnlyDictionary<string, Answer> slots) => field.Type switch
    {
        FieldType.Count or FieldType.Number => LineNumbers.Number(field, raw),
        FieldType.Code => LineNumbers.Code(field, raw),
        FieldType.YesNo => YesNo(field, raw),
        FieldType.Choice => OfChoice(field, raw, slots),
        FieldType.Multi => Multi(field, raw, slots),
        FieldType.Time or FieldType.Date => Time(field, raw, slots),
        FieldType.Place or FieldType.Station or FieldType.Location => Place(field, raw, slots),
        _ => Words(field, raw),
    };

    /// <summary>The choices as they are numbered in a one-line report.</summary>
    public ImmutableArray<Choice> ChoicesOf(FormField field, IReadOnlyDictionary<string, Answer> slots) => choices.Of(field, slots);

    /// <summary>What is likely meant by words: the choices that the guided question would offer for them.</summary>
    public ImmutableArray<Choice> Likely(FormField field, string words, IReadOnlyDictionary<string, Answer> slots) =>
        Resolve(field, new DialogInput.Text(words), slots) is Resolution.Several several ? several.Options : [];

    private LineField YesNo(FormField field, string raw)
    {
        var (chunk, rest) = LineNumbers.FirstChunk(raw);
        (chunk, rest) = chunk.Length > 0 ? (chunk, rest) : (raw.Split(' ')[0], raw[raw.Split(' ')[0].Length..].Trim());
        var mended = chunk.Length == 1 && DigitRepair.Looks(chunk[0]);
        var word = mended ? DigitRepair.Mend(chunk) : ArabicText.FoldPhrase(chunk);
        var named = choices.Find(field, choices.Of(field, ImmutableDictionary<string, Answer>.Empty), raw);
        var id = YesNoWords.Read(word) is { } known ? known ? FieldState.IsSo : FieldState.IsNot
            : named is { } label && !label.Mended && !raw.Any(char.IsDigit) && raw.Length > 1 ? label.Choice.Id : null;
        return id is null
            ? LineField.Refused(field, raw, "yes_no")
            : new LineField(field, raw) { Answer = new Answer(id, Raw: raw), Mended = mended ? chunk : null, Rest = rest };
    }

    private LineField OfChoice(FormField field, string raw, IReadOnlyDictionary<string, Answer> slots)
    {
        var all = choices.Of(field, slots);
        if (choices.Find(field, all, raw) is { } found)
        {
            return Picked(field, raw, found.Choice.Id, found.Choice.Label, slots) with { Mended = found.Mended ? raw : null, Rest = found.After };
        }

        var id = LineNumbers.FirstChunk(raw).Chunk.Length == 0 ? raw.Split(' ')[0] : raw;
        foreach (var written in new[] { raw.Replace(" ", "", StringComparison.Ordinal), raw.Split(' ')[0], id }.Distinct())
        {
            if (ById(field, written, slots) is { } picked)
            {
                return picked with { Raw = raw, Rest = written.Length < raw.Length && raw.StartsWith(written, StringComparison.Ordinal) ? raw[written.Length..].Trim() : "" };
            }
        }

        return Unclear(field, raw, slots, all.Length);
    }

    /// <summary>An id that is not among the choices but that the field's resolver knows: a subtype where a category was asked.</summary>
    private LineField? ById(FormField field, string written, IReadOnlyDictionary<string, Answer> slots)
    {
        var id = Digits.ToAscii(written).ToUpperInvariant();
        var dashed = id.Length > 3 && !id.Contains('-', StringComparison.Ordinal) && id.AsSpan(0, 3).IndexOfAnyInRange('0', '9') < 0 ? $"{id[..3]}-{id[3..]}" : id;
        return field.Read is not null && Resolve(field, new DialogInput.Press(-1, dashed), slots) is Resolution.Found found
            ? Found(field, written, found)
            : null;
    }

    private LineField Picked(FormField field, string raw, string id, string label, IReadOnlyDictionary<string, Answer> slots) =>
        field.Read is not null && Resolve(field, new DialogInput.Press(-1, id), slots) is Resolution.Found found
            ? Found(field, raw, found) with { Answer = OwnAnswer(field, found) with { Label = label } }
            : new LineField(field, raw) { Answer = new Answer(id, label) };

    /// <summary>Words that are no choice: what they most likely mean is named, and a story in them is kept.</summary>
    private LineField Unclear(FormField field, string raw, IReadOnlyDictionary<string, Answer> slots, int most)
    {
        var resolution = raw.Any(char.IsLetter) ? Resolve(field, new DialogInput.Text(raw), slots) : null;
        if (resolution is Resolution.Found found)
        {
            return Found(field, raw, found);
        }

        var several = resolution as Resolution.Several;
        var refused = several is { Options.IsDefaultOrEmpty: false }
            ? candidates.OneOf(field, raw, several.Options)
            : most == 0 && form.Fields.FirstOrDefault(other => other.Resets.Contains(field.Id)) is { } first ? LineField.Refused(field, raw, "needs", ("first", first.Id))
            : LineField.Refused(field, raw, "choice", ("most", most.ToString(CultureInfo.InvariantCulture)));
        var kept = several?.Slots?.Where(slot => form.Fields.Any(other => other.Id == slot.Key)).ToImmutableDictionary();
        return refused with { Also = kept ?? ImmutableDictionary<string, Answer>.Empty };
    }

    private LineField Multi(FormField field, string raw, IReadOnlyDictionary<string, Answer> slots)
    {
        var all = choices.Of(field, slots);
        var mended = raw.Any(char.IsDigit) && raw.Any(DigitRepair.Looks) && raw.All(c => !char.IsLetter(c) || DigitRepair.Looks(c));
        return MultiReading.Read(all, all, mended ? DigitRepair.Mend(raw) : raw, part => choices.One(field, all, part)?.Choice) is { } answer
            ? new LineField(field, raw) { Answer = answer with { Raw = raw }, Mended = mended ? raw : null }
            : LineField.Refused(field, raw, "multi", ("most", all.Length.ToString(CultureInfo.InvariantCulture)));
    }

    private LineField Time(FormField field, string raw, IReadOnlyDictionary<string, Answer> slots)
    {
        if (field.Choices.Ids.Length > 0 && choices.Find(field, choices.Of(field, slots), raw) is { Mended: false, After: "" } found && !raw.Any(char.IsDigit))
        {
            return new LineField(field, raw) { Answer = new Answer(found.Choice.Id, found.Choice.Label) };
        }

        var clock = LineClock.Read(raw);
        return Resolve(field, new DialogInput.Text(clock.Text), slots) switch
        {
            // Kept in the person's own words; but digits that are no time were meant as one.
            Resolution.Found { Answer: { Label: not null } words } when !raw.Any(char.IsLetter) => LineField.Refused(field, raw, "time") with { Answer = words },
            Resolution.Found understood => Found(field, raw, understood) with { Mended = clock.Mended ? raw : null },
            Resolution.Wrong { TextKey: var key } => LineField.Refused(field, raw, key.EndsWith("future", StringComparison.Ordinal) ? "future" : "time"),
            _ => LineField.Refused(field, raw, "time"),
        };
    }

    private LineField Place(FormField field, string raw, IReadOnlyDictionary<string, Answer> slots)
    {
        var mended = raw.Any(char.IsDigit) && DigitRepair.Read(raw) is { Mended: true } number ? number.Number : null;
        return Resolve(field, new DialogInput.Text(mended ?? raw), slots) switch
        {
            Resolution.Found found => Found(field, raw, found) with { Mended = mended is null ? null : raw },
            Resolution.Several { TextKey: { } told, Options: [.., var named] } several => candidates.Told(field, raw, told, several.Options.RemoveAt(several.Options.Length - 1)) with { Answer = new Answer(named.Id, named.Label) },
            Resolution.Several { Options.IsDefaultOrEmpty: false } several => candidates.OneOf(field, raw, several.Options.RemoveAll(option => option.Id == AsWritten)) with { Answer = new Answer(AsWritten, raw) },
            _ => LineField.Refused(field, raw, "place"),
        };
    }

    private static LineField Words(FormField field, string raw) => new(field, raw)
    {
        Answer = new Answer(raw.Length <= field.Max ? raw : raw[..(char.IsHighSurrogate(raw[field.Max - 1]) ? field.Max - 1 : field.Max)]),
    };

    private static LineField Found(FormField field, string raw, Resolution.Found found) => new(field, raw)
    {
        Answer = OwnAnswer(field, found),
        Also = found.Slots?.Remove(field.Id) ?? ImmutableDictionary<string, Answer>.Empty,
    };

    /// <summary>A resolver that fills several fields says each by name; its answer is the first of them.</summary>
    private static Answer OwnAnswer(FormField field, Resolution.Found found) => found.Slots?.GetValueOrDefault(field.Id) ?? found.Answer;

    private Resolution Resolve(FormField field, DialogInput input, IReadOnlyDictionary<string, Answer> slots) =>
        field.Read is { } name && library.Functions.Resolvers.TryGetValue(name, out var resolver)
            ? resolver(input, new FunctionContext(context, slots))
            : new Resolution.Wrong("common.miss");
}
