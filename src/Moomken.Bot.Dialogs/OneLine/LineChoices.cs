using System.Collections.Immutable;
using System.Globalization;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.OneLine;

/// <summary>Choices of a one-line report: by id, number, letter, or name in either language, as the guided questions offer them.</summary>
internal sealed class LineChoices(DialogLibrary library, DialogContext context, FormDefinition form)
{
    private const int LongestName = 5;
    private const int MostLetters = 26;

    /// <summary>In the order in which they are numbered. What the person told elsewhere moves no number.</summary>
    public ImmutableArray<Choice> Of(FormField field, IReadOnlyDictionary<string, Answer> slots)
    {
        var told = form.Fields.Where(other => other.Type == FieldType.Story).Select(other => other.Id).ToHashSet(StringComparer.Ordinal);
        var without = slots.Where(slot => !told.Contains(slot.Key)).ToDictionary(slot => slot.Key, slot => slot.Value);
        var made = field.Choices.From is { } from ? library.Functions.Choices[from](new FunctionContext(context, without)) : [];
        ImmutableArray<string> ids = field.Type == FieldType.YesNo ? [FieldState.IsSo, FieldState.IsNot] : field.Choices.Ids;
        return [.. made.Concat(ids.Select(id => new Choice(id, ""))).Select(choice => choice.Label.Length > 0 ? choice : choice with { Label = Label(field, choice.Id) })];
    }

    /// <summary>The choice that the beginning of a value means, and the words behind it. The longest name wins.</summary>
    public (Choice Choice, bool Mended, string After)? Find(FormField field, ImmutableArray<Choice> choices, string raw)
    {
        var words = raw.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var count = Math.Min(words.Length, LongestName); count > 0; count--)
        {
            var rest = string.Join(' ', words.Skip(count));
            if (One(field, choices, string.Join(' ', words.Take(count))) is { } found && !(count < words.Length && found.ByNumber && char.IsDigit(rest[0])))
            {
                return (found.Choice, found.Mended, rest);
            }
        }

        return null;
    }

    /// <summary>The choice that a text means as a whole.</summary>
    public (Choice Choice, bool Mended, bool ByNumber)? One(FormField field, ImmutableArray<Choice> choices, string text)
    {
        var phrase = ArabicText.FoldPhrase(text);
        if (phrase.Length == 0 || phrase.Length > TurnRun.LongestPhrase)
        {
            return null;
        }

        var bare = Bare(phrase);
        var named = choices.FirstOrDefault(choice => Bare(ArabicText.FoldPhrase(choice.Id)) == bare)
            ?? choices.FirstOrDefault(choice => ArabicText.FoldPhrase(choice.Label) == phrase || library.Vocabulary.Names($"{form.Name}.{field.Id}", choice.Id, phrase));
        if (named is not null)
        {
            return (named, false, false);
        }

        if (DigitRepair.Read(text.Trim()) is { } number && int.TryParse(number.Number, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            return at >= 1 && at <= choices.Length ? (choices[at - 1], number.Mended, true) : null;
        }

        var letter = phrase.Length == 1 && choices.Length <= MostLetters ? phrase[0] - 'a' : -1;
        return letter >= 0 && letter < choices.Length ? (choices[letter], false, false) : null;
    }

    /// <summary>VIO-1, VIO1 and "vio 1" are one id.</summary>
    private static string Bare(string id) => id.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private string Label(FormField field, string id)
    {
        var key = $"{form.Name}.{field.Id}.{id}";
        return library.Texts.Say(library.Texts.Has(key) ? key : $"common.{id}", context.Tongue);
    }
}
