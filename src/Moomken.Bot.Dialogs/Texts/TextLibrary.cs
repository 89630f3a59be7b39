using System.Collections.Frozen;
using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Texts;

/// <summary>
/// Every text of <c>content/texts/{ar,en}/*.yaml</c> by key. A key ending in <c>.sms</c> is the short form of the text
/// without it, used where a message is paid for by the segment. A key whose value is a list holds words that are
/// understood, not said.
/// </summary>
public sealed class TextLibrary
{
    private readonly FrozenDictionary<string, Entry> entries;

    private TextLibrary(FrozenDictionary<string, Entry> entries) => this.entries = entries;

    /// <summary>One key in every language, by <see cref="Tongue"/>. <paramref name="At"/> is where it stands.</summary>
    public sealed record Entry(
        string Key, ImmutableArray<TextTemplate?> Templates, ImmutableArray<ImmutableArray<string>> Words, ImmutableArray<(string File, int Line)> At)
    {
        /// <summary>True for a list of words that are understood.</summary>
        public bool IsWords => Templates.All(template => template is null);

        public Fault Fault(Tongue tongue, string message) => new(At[(int)tongue].File, At[(int)tongue].Line, message);
    }

    public IEnumerable<Entry> Entries => entries.Values;

    public bool Has(string key) => entries.ContainsKey(key);

    public Entry? EntryOf(string key) => entries.GetValueOrDefault(key);

    /// <summary>The template in this language; null when there is none in it. The short form where <paramref name="segments"/> asks for it.</summary>
    public TextTemplate? Find(string key, Tongue tongue, bool segments = false)
    {
        if (segments && Find(key + ".sms", tongue) is { } shorter)
        {
            return shorter;
        }

        return entries.TryGetValue(key, out var entry) ? entry.Templates[(int)tongue] : null;
    }

    public string Say(string key, Tongue tongue, Func<string, string?> value, bool segments = false) =>
        Find(key, tongue, segments)?.Fill(value) ?? Find(key, Tongue.Arabic)?.Fill(value) ?? key;

    public string Say(string key, Tongue tongue) => Say(key, tongue, static _ => null);

    /// <summary>The words listed under a key, in every language together.</summary>
    public IEnumerable<string> WordsOf(string key) =>
        entries.TryGetValue(key, out var entry) ? entry.Words.Where(words => !words.IsDefault).SelectMany(words => words) : [];

    /// <summary>Reads the files of every language; <paramref name="sources"/> are under a folder named by the language's code.</summary>
    public static TextLibrary Read(IEnumerable<SourceFile> sources, List<Fault> faults)
    {
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            var folder = source.Path.Split('/')[^2];
            if (Tongues.Parse(folder) is not { } tongue)
            {
                faults.Add(new Fault(source.Path, 0, "Texts lie in a folder named by their language, texts/ar or texts/en."));
                continue;
            }

            foreach (var child in YamlEntry.Read(source, faults).Children)
            {
                Add(entries, child, tongue);
            }
        }

        return new TextLibrary(entries.ToFrozenDictionary(StringComparer.Ordinal));
    }

    private static void Add(Dictionary<string, Entry> entries, YamlEntry child, Tongue tongue)
    {
        var entry = entries.GetValueOrDefault(child.Name) ?? new Entry(child.Name, [null, null], [default, default], [("", 0), ("", 0)]);
        if (entry.Templates[(int)tongue] is not null || !entry.Words[(int)tongue].IsDefault)
        {
            child.Fault($"'{child.Name}' is written twice in this language.");
        }

        entry = entry with { At = entry.At.SetItem((int)tongue, (child.File, child.Line)) };
        entries[child.Name] = child.IsList
            ? entry with { Words = entry.Words.SetItem((int)tongue, [.. child.Texts]) }
            : entry with { Templates = entry.Templates.SetItem((int)tongue, new TextTemplate((child.Text ?? "").TrimEnd('\n'))) };
    }
}
