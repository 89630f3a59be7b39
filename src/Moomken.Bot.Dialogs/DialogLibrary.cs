using System.Collections.Frozen;
using Moomken.Bot.Dialogs.Checks;
using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.Texts;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs;

/// <summary>All dialogs, forms and texts, read and checked as one. Immutable; shared by every turn.</summary>
public sealed class DialogLibrary
{
    /// <summary>The file of <c>dialogs/</c> that is no dialog but what works in all of them.</summary>
    public const string EverywhereFile = "everywhere.yaml";

    private DialogLibrary(
        IReadOnlyDictionary<string, CompiledDialog> dialogs,
        IReadOnlyDictionary<string, FormDefinition> forms,
        TextLibrary texts,
        EverywhereDefinition everywhere,
        DialogFunctions functions)
    {
        Dialogs = dialogs.ToFrozenDictionary(StringComparer.Ordinal);
        Forms = forms.ToFrozenDictionary(StringComparer.Ordinal);
        Texts = texts;
        Everywhere = everywhere;
        Functions = functions;
        Vocabulary = new Vocabulary(this);
    }

    public FrozenDictionary<string, CompiledDialog> Dialogs { get; }

    public FrozenDictionary<string, FormDefinition> Forms { get; }

    public TextLibrary Texts { get; }

    public EverywhereDefinition Everywhere { get; }

    public DialogFunctions Functions { get; }

    /// <summary>Which whole messages mean which interrupt or dialog.</summary>
    internal Vocabulary Vocabulary { get; }

    /// <summary>
    /// Reads and checks everything. Any fault means that nothing may start: the library is for looking at only.
    /// </summary>
    public static (DialogLibrary Library, IReadOnlyList<Fault> Faults) Read(
        IEnumerable<SourceFile> dialogs, IEnumerable<SourceFile> forms, IEnumerable<SourceFile> texts, DialogFunctions functions)
    {
        var faults = new List<Fault>();
        var files = dialogs.ToList();
        var everywhere = files.Where(file => file.Path.EndsWith(EverywhereFile, StringComparison.Ordinal))
            .Select(file => EverywhereDefinition.Read(file, faults)).FirstOrDefault();
        if (everywhere is null)
        {
            faults.Add(new Fault($"dialogs/{EverywhereFile}", 0, "The file is missing: menu, back, cancel, help, language and the like are defined there."));
            everywhere = new EverywhereDefinition(EverywhereFile, []);
        }

        var formsByName = ByName(forms.Select(file => FormReader.Read(file, faults)).OfType<FormDefinition>(), form => form.Name, form => form.File, faults);
        var definitions = ByName(
            files.Where(file => !file.Path.EndsWith(EverywhereFile, StringComparison.Ordinal)).Select(file => DialogReader.Read(file, faults)).OfType<DialogDefinition>(),
            dialog => dialog.Name,
            dialog => dialog.File,
            faults);
        var compiled = definitions.ToDictionary(pair => pair.Key, pair => DialogCompiler.Compile(pair.Value, formsByName, everywhere, faults));
        var library = new DialogLibrary(compiled, formsByName, TextLibrary.Read(texts, faults), everywhere, functions);
        faults.AddRange(LibraryChecks.Run(library, faults));
        faults.Sort();
        return (library, faults);
    }

    private static Dictionary<string, T> ByName<T>(IEnumerable<T> read, Func<T, string> name, Func<T, string> file, List<Fault> faults)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in read)
        {
            if (!found.TryAdd(name(item), item))
            {
                faults.Add(new Fault(file(item), 1, $"The name '{name(item)}' is used by {file(found[name(item)])} already; give this one another."));
            }
        }

        return found;
    }

    /// <summary>True when a word is a command that opens something everywhere.</summary>
    public bool IsCommand(string word) => Vocabulary.Command(word) is not null;

    /// <summary>True when the whole of what somebody wrote, or the command that they pressed, means this interrupt.</summary>
    public bool Means(string words, string interrupt) => Meaning(words)?.Interrupt == interrupt;

    /// <summary>True for a word or command that opens or does something wherever it is said.</summary>
    public bool MeansAnything(string words) => Meaning(words) is not null;

    /// <summary>True when the whole of what somebody wrote is the label or a word of a choice of this dialog, or of one that all have.</summary>
    public bool IsButton(string dialog, string words) => words.Length <= TurnRun.LongestPhrase && Vocabulary.IsButton(dialog, ArabicText.FoldPhrase(words));

    private Vocabulary.Meaning? Meaning(string words) => words.Length > TurnRun.LongestPhrase ? null
        : words.Trim().StartsWith('/') ? Vocabulary.Command(words.Trim()[1..].Split(' ', '@')[0].ToLowerInvariant())
        : Vocabulary.Word(ArabicText.FoldPhrase(words));

    /// <summary>The dialog that the whole of what somebody wrote opens; null when it opens none.</summary>
    public string? Opens(string words) => words.Length <= TurnRun.LongestPhrase && !words.Trim().StartsWith('/') ? Vocabulary.Word(ArabicText.FoldPhrase(words))?.Dialog : null;

    /// <summary>Diagram of one dialog, drawn by the machine itself.</summary>
    public string Mermaid(string dialog) => Dialogs[dialog].NewMachine().Mermaid();

    /// <summary>What a person is told and asked in <paramref name="tongue"/> under a key of the texts.</summary>
    public string Say(string key, Tongue tongue, params (string Name, string Value)[] values) =>
        Texts.Say(key, tongue, name => values.FirstOrDefault(value => value.Name == name).Value);
}
