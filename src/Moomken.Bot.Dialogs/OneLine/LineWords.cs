using System.Collections.Frozen;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>The words that begin a one-line report, and the tags of each form, folded for matching. Immutable.</summary>
internal sealed class LineWords
{
    private readonly FrozenDictionary<string, (FormDefinition Form, bool IsCode)> forms;
    private readonly FrozenDictionary<(string Form, string Tag), FormField> tags;

    public LineWords(IEnumerable<FormDefinition> definitions)
    {
        var formWords = new Dictionary<string, (FormDefinition, bool)>(StringComparer.Ordinal);
        var tagWords = new Dictionary<(string, string), FormField>();
        foreach (var form in definitions.OrderBy(form => form.Name, StringComparer.Ordinal))
        {
            foreach (var word in form.Words.Prepend(form.Code))
            {
                formWords.TryAdd(ArabicText.FoldPhrase(word), (form, word == form.Code));
            }

            foreach (var (field, tag) in form.Fields.SelectMany(field => field.Words.Prepend(field.Tag).Select(tag => (field, tag))))
            {
                tagWords.TryAdd((form.Name, ArabicText.FoldPhrase(tag)), field);
            }
        }

        forms = formWords.ToFrozenDictionary(StringComparer.Ordinal);
        tags = tagWords.ToFrozenDictionary();
    }

    /// <summary>Each form once.</summary>
    public IEnumerable<FormDefinition> Forms => forms.Values.Where(found => found.IsCode).Select(found => found.Form);

    public (FormDefinition Form, bool IsCode)? FormOf(string word) => forms.TryGetValue(ArabicText.FoldPhrase(word), out var found) ? found : null;

    public FormField? TagOf(FormDefinition form, string word) => tags.GetValueOrDefault((form.Name, ArabicText.FoldPhrase(word)));

    /// <summary>The form whose code begins these Latin letters, with nothing behind it but letters that look like digits (PSO12345) or a tag (PSAA1).</summary>
    public FormDefinition? CodeAtStart(string letters) => forms.Values
        .Where(found => found.IsCode).Select(found => found.Form)
        .Where(form => letters.Length > form.Code.Length && letters.StartsWith(form.Code, StringComparison.OrdinalIgnoreCase) && (letters[form.Code.Length..].All(DigitRepair.Looks) || TagOf(form, letters[form.Code.Length..]) is not null))
        .MaxBy(form => form.Code.Length);
}
