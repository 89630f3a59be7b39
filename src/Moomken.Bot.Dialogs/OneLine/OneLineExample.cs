using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>A line as it is written, made from the form itself: examples of help and guide can never teach what the parser refuses.</summary>
public static class OneLineExample
{
    public static string Of(DialogLibrary library, FormDefinition form, DialogContext context)
    {
        var shown = new ShownValue(library, context, form);
        var fields = form.Fields.Where(field => field.Type != FieldType.Location && field.SkipIf is null);
        return $"{shown.FormWord} {string.Join(' ', fields.Select(field => $"{shown.Tag(field)} {Value(library, field, context)}"))}";
    }

    /// <summary>The word that begins a line in the person's language.</summary>
    public static string Word(DialogLibrary library, FormDefinition form, DialogContext context) => new ShownValue(library, context, form).FormWord;

    /// <summary>A field's tag in the person's language.</summary>
    public static string Tag(DialogLibrary library, FormDefinition form, FormField field, DialogContext context) => new ShownValue(library, context, form).Tag(field);

    /// <summary>A value that the field takes.</summary>
    public static string Value(DialogLibrary library, FormField field, DialogContext context)
    {
        var key = field.Type switch
        {
            FieldType.Place => "place",
            FieldType.Story => "story",
            FieldType.Text => "text",
            FieldType.Time or FieldType.Date => "time",
            _ => null,
        };
        return key is not null ? library.Texts.Say($"oneline.example_{key}", context.Tongue) : field.Type switch
        {
            FieldType.Code or FieldType.Station => Digit(Math.Clamp(field.Min, 5, 20)),
            FieldType.Count or FieldType.Number => $"{Math.Clamp(12, field.Min, field.Max)}",
            FieldType.Multi => "1,2",
            _ => "1",
        };
    }

    private static string Digit(int count) => string.Concat(Enumerable.Range(1, count).Select(digit => digit % 10));

    /// <summary>The line of a report's answers, as somebody would write them who makes no mistake: what the reader reads back.</summary>
    public static string Line(FormDefinition form, IReadOnlyDictionary<string, Answer> answers, Func<FormField, string> tag)
    {
        var told = form.Fields.Where(field => answers.ContainsKey(field.Id)).OrderBy(field => field.Type == FieldType.Story);
        return string.Join(' ', told.Select(field => $"{tag(field)} {Written(field, answers[field.Id])}").Prepend(form.Code));
    }

    private static string Written(FormField field, Answer answer) => field.Type switch
    {
        FieldType.YesNo => answer.Value == FieldState.IsSo ? "1" : "0",
        FieldType.Multi => string.Join(',', answer.Items),
        FieldType.Time or FieldType.Date => answer.Raw ?? answer.Value,
        _ => answer.Value,
    };
}
