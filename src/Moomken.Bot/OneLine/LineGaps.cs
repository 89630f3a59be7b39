using System.Collections.Immutable;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.OneLine;

namespace Moomken.Bot.OneLine;

/// <summary>What a report still lacks after a line, and what the next line may therefore say without its code.</summary>
internal sealed class LineGaps(DialogLibrary library, OneLineReader reader, DialogContext context)
{
    /// <summary>What the guided questions would still ask, and what was wrong in an earlier message and was kept as it was written.</summary>
    public ImmutableArray<FormField> Missing(LineReading reading, ImmutableSortedDictionary<string, Answer> slots, ImmutableArray<string> asked)
    {
        var missing = MissingFields.Of(library, reading.Form, context, slots);
        var saved = reading.Fields.Where(field => field.IsSaved).Select(field => field.Field.Id).ToHashSet(StringComparer.Ordinal);
        bool IsKeptAsWritten(FormField field) => asked.Contains(field.Id) && slots.ContainsKey(field.Id) && !saved.Contains(field.Id) && !reading.Given.ContainsKey(field.Id);
        return [.. reading.Form.Fields.Where(field => missing.Contains(field) || IsKeptAsWritten(field))];
    }

    /// <summary>What the person's words most likely mean, for the first choice that is missing.</summary>
    public ImmutableArray<Choice> Likely(LineReading reading, ImmutableArray<FormField> missing, ImmutableSortedDictionary<string, Answer> slots)
    {
        var choice = missing.FirstOrDefault(field => field.Type == FieldType.Choice && reading.Wrong.All(wrong => wrong.Field != field));
        var story = reading.Fields.FirstOrDefault(field => field.Field.Type == FieldType.Story)?.Answer?.Value;
        return choice is null || story is null ? [] : reader.Likely(reading.Form, choice, story, context, slots);
    }

    public static ImmutableArray<string> Asked(LineReading reading, ImmutableArray<FormField> missing) =>
        [.. missing.SelectMany(field => field.Resets.Prepend(field.Id)).Concat(reading.Wrong.Select(wrong => wrong.Field.Id)).Distinct()];
}
