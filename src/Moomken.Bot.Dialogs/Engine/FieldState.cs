using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>The question that a field of a form becomes.</summary>
internal static class FieldState
{
    public const string Skip = "skip";

    /// <summary>The choice that closes an answer of several messages.</summary>
    public const string Done = "done";

    public const string IsSo = "is_so";

    public const string IsNot = "is_not";

    public static StateDefinition Of(FormDefinition form, FormField field) => new()
    {
        Name = field.Id,
        Line = field.Line,
        Kind = StateKind.Ask,
        Text = $"{form.Name}.{field.Id}",
        Choices = Choices(field),
        Save = field.Id,
        Accept = Accepts(field),
        Read = field.Read,
        Collect = field.Type == FieldType.Story,
        MaxLength = Math.Min(field.Max, 10_000),
        SkipIf = field.SkipIf,
        Remind = form.Remind,
    };

    private static ChoiceSource Choices(FormField field)
    {
        ImmutableArray<string> ids = field.Type switch
        {
            FieldType.YesNo => [IsSo, IsNot],
            FieldType.Story => [Done],
            _ => field.Choices.Ids,
        };
        return new ChoiceSource(field.Optional && field.Type != FieldType.Story ? ids.Add(Skip) : ids, field.Choices.From);
    }

    /// <summary>A choice that nothing reads words for takes none: whatever somebody wrote would be stored as if it were a choice.</summary>
    private static ImmutableArray<string> Accepts(FormField field) => field.Type switch
    {
        FieldType.Choice when field.Read is null => [],
        FieldType.Story => ["text", "media"],
        FieldType.Place or FieldType.Station => ["text", "location"],
        FieldType.Location => ["location"],
        FieldType.YesNo => [],
        _ => ["text"],
    };
}
