using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>
/// Whatever a choice that opens danger is called is a danger word everywhere: whoever says "I am not safe" a question
/// later would otherwise press a button that is not there, and nobody would hear it.
/// </summary>
internal static class DangerWords
{
    private const string Danger = "danger";

    /// <summary>A plain no answers the question before it, and nothing else.</summary>
    private static readonly HashSet<string> PlainNo = new(new[] { "لا", "لأ", "no", "n" }.Select(ArabicText.FoldPhrase), StringComparer.Ordinal);

    public static IEnumerable<Fault> Find(DialogLibrary library)
    {
        if (library.Everywhere.Interrupts.FirstOrDefault(interrupt => interrupt.Name == Danger) is not { Call: { } dialog } danger)
        {
            return [];
        }

        var known = danger.Words.Select(ArabicText.FoldPhrase).Concat(PlainNo).ToHashSet(StringComparer.Ordinal);
        return
            from leaf in Leaf.Of(library)
            from id in leaf.Node.State.Choices.Ids
            where SameWords.Calls(leaf, id, dialog)
            from word in SameWords.WordsOf(library, leaf.Node.Text, id)
            where !known.Contains(word)
            select leaf.Fault($"At '{leaf.Node.Path}', '{word}' of the choice '{id}' opens '{dialog}', but said at a later question it opens nothing. Add it to the words of '{Danger}' in {library.Everywhere.File}.");
    }
}
