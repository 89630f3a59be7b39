using System.Collections.Frozen;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>The whole messages and commands that mean something in every dialog, folded for matching.</summary>
internal sealed class Vocabulary
{
    private readonly FrozenDictionary<string, Meaning> words;
    private readonly FrozenDictionary<string, Meaning> commands;
    private readonly FrozenDictionary<string, FrozenSet<string>> choiceNames;

    public Vocabulary(DialogLibrary library)
    {
        var wordList = new Dictionary<string, Meaning>(StringComparer.Ordinal);
        var commandList = new Dictionary<string, Meaning>(StringComparer.Ordinal);
        foreach (var interrupt in library.Everywhere.Interrupts)
        {
            var meaning = new Meaning(interrupt.Name, null);
            Add(wordList, interrupt.Words.Select(ArabicText.FoldPhrase), meaning);
            Add(commandList, interrupt.Commands, meaning);
        }

        foreach (var dialog in library.Dialogs.Values)
        {
            var meaning = new Meaning(null, dialog.Name);
            Add(wordList, dialog.Definition.Words.Select(ArabicText.FoldPhrase), meaning);
            Add(commandList, dialog.Definition.Commands, meaning);
        }

        words = wordList.ToFrozenDictionary(StringComparer.Ordinal);
        commands = commandList.ToFrozenDictionary(StringComparer.Ordinal);
        choiceNames = library.Texts.Entries.ToFrozenDictionary(entry => entry.Key, entry => NamesOf(library, entry), StringComparer.Ordinal);
    }

    /// <summary>True when a folded phrase is the label or a listed word of a choice, in either language.</summary>
    public bool Names(string question, string choice, string phrase) =>
        (choiceNames.TryGetValue($"{question}.{choice}", out var names) || choiceNames.TryGetValue($"common.{choice}", out names)) && names.Contains(phrase);

    private static FrozenSet<string> NamesOf(DialogLibrary library, Texts.TextLibrary.Entry entry) => entry.Templates
        .Where(template => template is not null && template.Source.Length <= 60)
        .Select(template => template!.Source)
        .Concat(library.Texts.WordsOf(entry.Key + ".words"))
        .Select(ArabicText.FoldPhrase)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>One of the two is set.</summary>
    public sealed record Meaning(string? Interrupt, string? Dialog);

    public Meaning? Word(string folded) => words.GetValueOrDefault(folded);

    public Meaning? Command(string command) => commands.GetValueOrDefault(command);

    private static void Add(Dictionary<string, Meaning> target, IEnumerable<string> keys, Meaning meaning)
    {
        foreach (var key in keys)
        {
            target.TryAdd(key, meaning);
        }
    }
}
