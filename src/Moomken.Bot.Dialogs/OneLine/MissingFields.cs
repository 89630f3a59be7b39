using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>What a report does not say yet: the fields that the guided questions would still ask.</summary>
public static class MissingFields
{
    public static ImmutableArray<FormField> Of(DialogLibrary library, FormDefinition form, DialogContext context, IReadOnlyDictionary<string, Answer> slots)
    {
        bool IsMissing(FormField field) => !slots.TryGetValue(field.Id, out var answer) || answer.IsSkipped;

        // What falls with another answer cannot be asked before it: a subtype before its category.
        var waits = form.Fields.Where(IsMissing).SelectMany(field => field.Resets).ToHashSet(StringComparer.Ordinal);
        return [.. form.Fields.Where(field => IsMissing(field) && !waits.Contains(field.Id) && field.Type != FieldType.Location
            && !(field.SkipIf is { } guard && library.Functions.Guards[guard](new FunctionContext(context, slots))))];
    }
}
