using System.Collections.Frozen;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>The whole messages and commands that mean something in every dialog, folded for matching.</summary>
internal sealed class Vocabulary
{
    private const string Words = ".words";

    private readonly FrozenDictionary<string, Meaning> words;
    private readonly FrozenDictionary<string, Meaning> commands;
    private readonly FrozenDictionary<string, FrozenSet<string>> choiceNames;
    private readonly FrozenDictionary<string, FrozenSet<string>> buttons;

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
        buttons = choiceNames.Where(name => library.Texts.Has(name.Key + Words)).GroupBy(name => Part(name.Key), StringComparer.Ordinal)
            .ToFrozenDictionary(part => part.Key, part => part.SelectMany(name => name.Value).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>True when a folded phrase is the label or a word of any choice that the dialog of this question has, or that all have.</summary>
    public bool IsButton(string question, string phrase) =>
        (buttons.TryGetValue(Part(question), out var own) && own.Contains(phrase)) || (buttons.TryGetValue("common", out var shared) && shared.Contains(phrase));

    /// <summary>The first part of a text key: the name of the dialog or form.</summary>
    private static string Part(string key) => key.Split('.', 2)[0];

    /// <summary>True when a folded phrase is the label or a listed word of a choice, in either language.</summary>
    public bool Names(string question, string choice, string phrase) =>
        (choiceNames.TryGetValue($"{question}.{choice}", out var names) || choiceNames.TryGetValue($"common.{choice}", out names)) && names.Contains(phrase);

    private static FrozenSet<string> NamesOf(DialogLibrary library, Texts.TextLibrary.Entry entry) => entry.Templates
        .Where(template => template is not null && template.Source.Length <= 60)
        .Select(template => template!.Source)
        .Concat(library.Texts.WordsOf(entry.Key + Words))
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
