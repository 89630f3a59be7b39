using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>One word with two meanings at one place, after folding: what the person meant would be chance.</summary>
internal static class SameWords
{
    private sealed record Meaning(string Word, string What, string File, int Line, string? Dialog = null, IReadOnlyList<string>? Names = null);

    public static IEnumerable<Fault> Find(DialogLibrary library)
    {
        var everywhere = Everywhere(library).ToList();
        var questions = Leaf.Of(library).Where(leaf => leaf.Node.State.Choices.Ids.Length > 0);
        return Twice(everywhere).Concat(questions.SelectMany(leaf => AtQuestion(library, leaf, everywhere)));
    }

    private static IEnumerable<Meaning> Everywhere(DialogLibrary library)
    {
        foreach (var interrupt in library.Everywhere.Interrupts)
        {
            string[] names = [interrupt.Name, interrupt.Call ?? interrupt.Name];
            foreach (var word in Folded(interrupt.Words, interrupt.Commands))
            {
                yield return new Meaning(word, $"'{interrupt.Name}' of {library.Everywhere.File}", library.Everywhere.File, interrupt.Line, interrupt.Call, names);
            }
        }

        foreach (var definition in library.Dialogs.Values.Select(dialog => dialog.Definition).OrderBy(definition => definition.File, StringComparer.Ordinal))
        {
            foreach (var word in Folded(definition.Words, definition.Commands))
            {
                yield return new Meaning(
                    word, $"the dialog '{definition.Name}'", definition.File, definition.EntryLine, definition.Name, [definition.Name, .. definition.Commands]);
            }
        }
    }

    private static IEnumerable<string> Folded(IEnumerable<string> words, IEnumerable<string> commands) =>
        words.Select(ArabicText.FoldPhrase).Concat(commands.Select(command => "/" + command)).Distinct(StringComparer.Ordinal);

    private static IEnumerable<Fault> Twice(IEnumerable<Meaning> meanings) => meanings
        .GroupBy(meaning => meaning.Word, StringComparer.Ordinal)
        .SelectMany(group => group.Skip(1).Select(second => new Fault(
            second.File, second.Line, $"'{group.Key}' opens {second.What}, but it means {group.First().What} already. Words are compared after folding; take one out.")));

    private static IEnumerable<Fault> AtQuestion(DialogLibrary library, Leaf leaf, IReadOnlyList<Meaning> everywhere)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in leaf.Node.State.Choices.Ids)
        {
            foreach (var word in WordsOf(library, leaf.Node.Text, id))
            {
                if (!taken.TryAdd(word, id) && taken[word] != id)
                {
                    yield return leaf.Fault($"At '{leaf.Node.Path}', '{word}' means both '{taken[word]}' and '{id}'. Words are compared after folding; take one out.");
                }

                if (!CallsNothing(library, leaf, id) && Elsewhere(leaf, everywhere, id, word) is { } other)
                {
                    yield return leaf.Fault($"At '{leaf.Node.Path}', '{word}' means the choice '{id}', but everywhere else {other.What}. Give the choice another word.");
                }
            }
        }
    }

    /// <summary>A choice may share the words of what it leads to, and of its own dialog; a word that is off here is free.</summary>
    private static Meaning? Elsewhere(Leaf leaf, IReadOnlyList<Meaning> everywhere, string id, string word) => everywhere.FirstOrDefault(meaning =>
        meaning.Word == word && !meaning.Names!.Contains(id) && meaning.Dialog != leaf.Dialog.Name && !leaf.Node.State.Off.Contains(meaning.Names![0]) && !Calls(leaf, id, meaning.Dialog));

    /// <summary>The dialog that the choice calls does not exist: that is the fault, and what its words mean is not known.</summary>
    private static bool CallsNothing(DialogLibrary library, Leaf leaf, string id) => leaf.Node.RoutesOf(leaf.Node.Trigger(id))
        .Any(route => leaf.Dialog.Nodes.TryGetValue(route.Goto, out var target) && target.State.Call is { } call && !library.Dialogs.ContainsKey(call));

    /// <summary>True for a choice that opens the same dialog as the word does everywhere: "not safe" is danger wherever it is said.</summary>
    public static bool Calls(Leaf leaf, string id, string? dialog) => dialog is not null
        && leaf.Node.RoutesOf(leaf.Node.Trigger(id)).Any(route => leaf.Dialog.Nodes.TryGetValue(route.Goto, out var target) && target.State.Call == dialog);

    /// <summary>The folded label in each language, the words and the id of a choice.</summary>
    public static IEnumerable<string> WordsOf(DialogLibrary library, string question, string id)
    {
        var key = library.Texts.Has($"{question}.{id}") ? $"{question}.{id}" : $"common.{id}";
        var labels = library.Texts.EntryOf(key)?.Templates.Where(template => template is not null).Select(template => template!.Source) ?? [];
        return labels.Concat(library.Texts.WordsOf($"{key}.words")).Append(id).Select(ArabicText.FoldPhrase).Distinct(StringComparer.Ordinal);
    }
}
