using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Moomken.Bot.Dialogs.Yaml;

/// <summary>
/// One place in a YAML file, read with its line number. Reading never throws: what is wrong is added to the list of
/// faults and a harmless value is returned, so that one run names every fault of every file.
/// </summary>
public sealed class YamlEntry
{
    private readonly YamlNode? node;
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    private readonly int line;

    private YamlEntry(string file, string name, YamlNode? node, List<Fault> faults, YamlNode? key = null)
    {
        line = (int)((key ?? node)?.Start.Line ?? 0);
        File = file;
        Name = name;
        this.node = node;
        Faults = faults;
    }

    public string File { get; }

    /// <summary>The key that this entry stands under.</summary>
    public string Name { get; }

    public List<Fault> Faults { get; }

    /// <summary>Where the key stands; for an item of a list, where it begins.</summary>
    public int Line => line;

    public bool Exists => node is not null;

    public bool IsMap => node is YamlMappingNode;

    public bool IsList => node is YamlSequenceNode;

    public bool IsText => node is YamlScalarNode;

    /// <summary>The root of a file; a file that is no YAML is one fault and an empty entry.</summary>
    public static YamlEntry Read(SourceFile source, List<Fault> faults)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(source.Text));
            if (stream.Documents.Count > 0)
            {
                return new YamlEntry(source.Path, "", stream.Documents[0].RootNode, faults);
            }

            faults.Add(new Fault(source.Path, 0, "The file is empty.") { Unreadable = true });
        }
        catch (YamlException broken)
        {
            faults.Add(new Fault(source.Path, (int)broken.Start.Line, $"This is not YAML: {broken.Message}") { Unreadable = true });
        }

        return new YamlEntry(source.Path, "", null, faults);
    }

    public void Fault(string message) => Faults.Add(new Fault(File, Line, message));

    public YamlEntry this[string key]
    {
        get
        {
            asked.Add(key);
            var found = (node as YamlMappingNode)?.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode scalar && scalar.Value == key) ?? default;
            return new YamlEntry(File, key, found.Value, Faults, found.Key);
        }
    }

    /// <summary>The entries of a map in file order, or of a list (named by their position).</summary>
    public IReadOnlyList<YamlEntry> Children => node switch
    {
        YamlMappingNode map => [.. map.Children.Select(pair => new YamlEntry(File, ((pair.Key as YamlScalarNode)?.Value) ?? "?", pair.Value, Faults, pair.Key))],
        YamlSequenceNode list => [.. list.Children.Select((child, index) => new YamlEntry(File, index.ToString(CultureInfo.InvariantCulture), child, Faults))],
        _ => [],
    };

    public string? Text
    {
        get
        {
            if (node is null)
            {
                return null;
            }

            if (node is YamlScalarNode scalar)
            {
                return scalar.Value ?? "";
            }

            Fault($"'{Name}' must be a text, not a {(IsMap ? "map" : "list")}.");
            return null;
        }
    }

    public string Required(string key)
    {
        var text = this[key].Text;
        if (string.IsNullOrWhiteSpace(text))
        {
            Fault($"'{key}' is missing here.");
            return "";
        }

        return text;
    }

    /// <summary>A list of texts; a single text counts as a list of one.</summary>
    public IReadOnlyList<string> Texts => IsText ? [Text!] : [.. Children.Select(child => child.Text ?? "").Where(text => text.Length > 0)];

    /// <summary>Says so for every key of this map that nothing asked for: a misspelt key must not be ignored silently.</summary>
    public void NothingElse()
    {
        foreach (var child in Children.Where(child => IsMap && !asked.Contains(child.Name)))
        {
            child.Fault($"'{child.Name}' is not known here. Known here: {string.Join(", ", asked.Order(StringComparer.Ordinal))}.");
        }
    }
}
