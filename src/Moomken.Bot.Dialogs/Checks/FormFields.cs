using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Fields of forms: what they reset, what they need, what must not be shown.</summary>
internal static class FormFields
{
    public static IEnumerable<Fault> Find(DialogLibrary library) => library.Forms.Values.SelectMany(form => InForm(library, form));

    private static IEnumerable<Fault> InForm(DialogLibrary library, FormDefinition form)
    {
        if (form.Fields.IsEmpty)
        {
            yield return new Fault(form.File, 1, $"The form '{form.Name}' has no fields.");
        }

        foreach (var fault in form.Fields.SelectMany(field => InField(form, field)).Concat(form.Fields.Where(field => field.Sealed).SelectMany(field => Shown(library, form, field))))
        {
            yield return fault;
        }
    }

    private static IEnumerable<Fault> InField(FormDefinition form, FormField field)
    {
        foreach (var reset in field.Resets.Where(reset => form.Fields.All(other => other.Id != reset) || reset == field.Id))
        {
            yield return At(form, field, $"'{field.Id}' resets '{reset}', which is no other field of this form. Fields: {string.Join(", ", form.Fields.Select(other => other.Id))}.");
        }

        if (field.Type is FieldType.Choice or FieldType.Multi && field.Choices.IsNone)
        {
            yield return At(form, field, $"'{field.Id}' is a choice, so it needs 'choices'.");
        }

        if (field.Min > field.Max)
        {
            yield return At(form, field, $"'{field.Id}': 'min' {field.Min} is above 'max' {field.Max}.");
        }
    }

    /// <summary>A text with the value of a sealed field in it would carry it into logs of providers and onto lock screens.</summary>
    private static IEnumerable<Fault> Shown(DialogLibrary library, FormDefinition form, FormField field) => library.Texts.Entries
        .Where(entry => entry.Templates.Any(template => template?.Places.Contains(field.Id) == true))
        .Select(entry => At(form, field, $"'{field.Id}' is sealed, yet the text '{entry.Key}' shows it. Take {{{field.Id}}} out of the text."));

    private static Fault At(FormDefinition form, FormField field, string message) => new(form.File, field.Line, message);
}
