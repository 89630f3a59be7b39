using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.OneLine;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Words and tags of one-line reports: one with two meanings, or one that could not be told from a value, would be read by chance.</summary>
internal static class LineTags
{
    public static IEnumerable<Fault> Find(DialogLibrary library) =>
        library.Forms.Values.SelectMany(InForm).Concat(AcrossForms(library));

    private static IEnumerable<Fault> InForm(FormDefinition form)
    {
        var tags = form.Fields.SelectMany(field => field.Words.Prepend(field.Tag).Select(word => (Field: field, Word: word))).ToList();
        foreach (var (field, word) in tags.Where(tag => tag.Word.Length == 0 || !tag.Word.All(char.IsLetter)))
        {
            yield return new Fault(form.File, field.Line, $"'{field.Id}': the tag '{word}' must be one word of letters; digits and spaces belong to values.");
        }

        foreach (var (field, word) in tags.Where(tag => tag.Word.All(DigitRepair.Looks)))
        {
            yield return new Fault(form.File, field.Line, $"'{field.Id}': the tag '{word}' looks like digits (O is 0, I and L are 1). Take another letter.");
        }

        foreach (var twice in tags.GroupBy(tag => ArabicText.FoldPhrase(tag.Word)).Where(group => group.Select(tag => tag.Field.Id).Distinct().Skip(1).Any()))
        {
            yield return new Fault(form.File, twice.Last().Field.Line, $"The tag '{twice.First().Word}' is used by {string.Join(" and ", twice.Select(tag => tag.Field.Id).Distinct())}; give each field its own. Tags are compared after folding.");
        }

        foreach (var id in form.Untagged.Where(id => form.Fields.All(field => field.Id != id)))
        {
            yield return new Fault(form.File, 1, $"'untagged' names '{id}', which is no field of this form. Fields: {string.Join(", ", form.Fields.Select(field => field.Id))}.");
        }
    }

    private static IEnumerable<Fault> AcrossForms(DialogLibrary library)
    {
        var words = library.Forms.Values.OrderBy(form => form.File, StringComparer.Ordinal).SelectMany(form => form.Words.Prepend(form.Code).Select(word => (Form: form, Word: word))).ToList();
        foreach (var (form, word) in words.Where(word => word.Word.Length == 0 || !word.Word.All(char.IsLetter)))
        {
            yield return new Fault(form.File, 1, $"'{word}' cannot begin a one-line report: write one word of letters.");
        }

        foreach (var twice in words.GroupBy(word => ArabicText.FoldPhrase(word.Word)).Where(group => group.Select(word => word.Form.Name).Distinct().Skip(1).Any()))
        {
            yield return new Fault(twice.Last().Form.File, 1, $"'{twice.Key}' begins the forms {string.Join(" and ", twice.Select(word => word.Form.Name).Distinct())}. Words are compared after folding; give each form its own.");
        }
    }
}
