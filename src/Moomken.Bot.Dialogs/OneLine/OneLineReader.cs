using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>Reads every value of a one-line report. Pure: message, moment and earlier answers in, a verdict for each field out.</summary>
public sealed class OneLineReader(DialogLibrary library)
{
    /// <summary>Fewer letters tell nothing that could be kept as a story.</summary>
    private const int FewestLetters = 12;

    private const int LongestTag = 3;

    /// <param name="message">The message, taken apart.</param>
    /// <param name="context">Person and moment.</param>
    /// <param name="known">Answers of the report that this completes or corrects.</param>
    public LineReading Read(OneLineMessage message, DialogContext context, IReadOnlyDictionary<string, Answer> known)
    {
        var values = new LineValues(library, context, message.Form);
        var (dealt, rest) = LineHead.Deal(message.Form, message.Head);
        var written = message.Values.AddRange(dealt).Where(value => value.Raw.Length > 0).ToLookup(value => value.Field.Id, value => value.Raw);
        var story = message.Form.Fields.FirstOrDefault(field => field.Type == FieldType.Story);
        var slots = known.Where(slot => slot.Key != story?.Id).ToDictionary(slot => slot.Key, slot => slot.Value, StringComparer.Ordinal);
        var fields = new List<LineField>();
        foreach (var field in message.Form.Fields.Where(field => field != story && written.Contains(field.Id)))
        {
            var read = One(values, context, field, [.. written[field.Id]], slots);
            fields.Add(read);
            Put(slots, message.Form, read);
        }

        return WithStory(message, story, fields, [rest, .. fields.Select(field => field.Rest)], slots, story is null ? [] : [.. written[story.Id]]);
    }

    /// <summary>What the guided question would offer for these words, the likeliest first.</summary>
    public ImmutableArray<Choice> Likely(FormDefinition form, FormField field, string words, DialogContext context, IReadOnlyDictionary<string, Answer> slots) =>
        new LineValues(library, context, form).Likely(field, words, slots);

    /// <summary>Written twice with two values: neither is taken, since nobody can know which was meant.</summary>
    private static LineField One(LineValues values, DialogContext context, FormField field, ImmutableArray<string> raws, IReadOnlyDictionary<string, Answer> slots)
    {
        var read = raws.Select(raw => WithoutTags(values, field, raw, slots)).ToList();
        return read.Skip(1).All(other => other.IsSaved && read[0].IsSaved && other.Answer!.Value == read[0].Answer!.Value)
            ? read[0]
            : LineField.Refused(field, string.Join(context.Tongue == Tongue.Arabic ? "، " : ", ", raws), "twice");
    }

    /// <summary>A tag that the form does not have (P مصراتة QQ7) is no part of the value before it.</summary>
    private static LineField WithoutTags(LineValues values, FormField field, string raw, IReadOnlyDictionary<string, Answer> slots)
    {
        var chunks = raw.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var own = chunks.Length;
        while (own > 1 && field.Type != FieldType.Text && LooksLikeTag(chunks[own - 1]) && chunks[own - 1].Any(char.IsDigit))
        {
            own--;
        }

        if (own == chunks.Length)
        {
            return values.Read(field, raw, slots);
        }

        var read = values.Read(field, string.Join(' ', chunks.Take(own)), slots);
        return read with { Rest = $"{read.Rest} {string.Join(' ', chunks.Skip(own))}".Trim() };
    }

    private static void Put(Dictionary<string, Answer> slots, FormDefinition form, LineField read)
    {
        var before = slots.GetValueOrDefault(read.Field.Id)?.Value;
        if (read.Answer is { } answer)
        {
            slots[read.Field.Id] = answer;
            foreach (var reset in before == answer.Value ? [] : read.Field.Resets)
            {
                slots.Remove(reset);
            }
        }

        foreach (var (id, also) in read.Also.Where(also => form.Fields.Any(field => field.Id == also.Key)))
        {
            slots[id] = also;
        }
    }

    private static LineReading WithStory(
        OneLineMessage message, FormField? story, List<LineField> fields, IEnumerable<string> rests, Dictionary<string, Answer> slots, ImmutableArray<string> told)
    {
        var left = rests.Where(rest => rest.Any(char.IsLetterOrDigit)).ToList();
        var unknown = story is null ? left : left.Where(LooksLikeTag).ToList();
        var kept = story is null ? null : slots.GetValueOrDefault(story.Id)?.Value;
        string?[] parts = [message.IsSentence ? message.Text : null, kept, .. left.Except(unknown), .. told, message.Comment];
        var words = string.Join('\n', parts.Where(part => !string.IsNullOrWhiteSpace(part)));
        if (words.Length == 0 && !message.ByCode && !fields.Exists(field => field.IsSaved) && message.Reference is null && message.Text.Count(char.IsLetter) >= FewestLetters)
        {
            // A sentence after all: بلاغ نوع من التزوير. Nothing of it is a value, so all of it is the person's words.
            (words, fields) = (message.Text, []);
        }

        if (story is not null && words.Length > 0)
        {
            fields.Add(new LineField(story, words) { Answer = new Answer(Limited(words, story.Max)) });
        }

        return new LineReading { Message = message, Fields = [.. fields], Unknown = [.. unknown], Comment = story is null && !string.IsNullOrWhiteSpace(message.Comment) ? message.Comment : null };
    }

    /// <summary>ZZ9, "QQ 5" or "Cx": a tag that the form does not have, or a slip; too short to be a story.</summary>
    private static bool LooksLikeTag(string rest)
    {
        var letters = LetterRun.At(rest, 0);
        return letters is > 0 and <= LongestTag && rest[..letters].All(char.IsAsciiLetter) && rest[letters..].TrimStart().All(char.IsDigit);
    }

    private static string Limited(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
