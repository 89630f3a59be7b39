using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Moomken.Bot.Incidents;

/// <summary>Takes YAML nodes apart and collects what is wrong instead of stopping at the first fault.</summary>
internal sealed class CatalogueNodes(string file)
{
    private readonly Dictionary<string, int> ids = [];

    public List<CatalogueFault> Faults { get; } = [];

    public void Fault(int line, string message) => Faults.Add(new CatalogueFault(file, line, message));

    public void Fault(YamlNode node, string message) => Fault((int)node.Start.Line, message);

    /// <summary>An empty map stands in for what is not one, so that reading goes on; the fault is noted.</summary>
    public YamlMappingNode Map(YamlNode? node, string what, string[] keys)
    {
        if (node is not YamlMappingNode map)
        {
            Fault(node is null ? 1 : (int)node.Start.Line, $"{what} must have the keys {string.Join(", ", keys)}");
            return [];
        }

        foreach (var key in map.Children.Keys.Where(key => !keys.Contains((key as YamlScalarNode)?.Value)))
        {
            Fault(key, $"{what} has no key \"{key}\"; known are {string.Join(", ", keys)}");
        }

        return map;
    }

    public static YamlNode? Value(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public IEnumerable<YamlNode> List(YamlMappingNode map, string key, string owner)
    {
        if (Value(map, key) is YamlSequenceNode { Children.Count: > 0 } list)
        {
            return list;
        }

        if (map.Children.Count > 0)
        {
            Fault(Value(map, key) ?? map, $"{owner} needs a list \"{key}\" with at least one entry");
        }

        return [];
    }

    public string Text(YamlMappingNode map, string key, string owner)
    {
        if (Value(map, key) is { } value)
        {
            return Text(value, $"{key} of {owner}");
        }

        if (map.Children.Count > 0)
        {
            Fault(map, $"{owner} has no \"{key}\"");
        }

        return "";
    }

    public string Text(YamlNode node, string what)
    {
        if (node is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text) && text == text.Trim())
        {
            return text;
        }

        Fault(node, $"{what} must be a text without spaces around it");
        return "";
    }

    public string Id(YamlMappingNode map, Regex form, string description)
    {
        var id = Text(map, "id", "an entry");
        if (id.Length > 0 && !form.IsMatch(id))
        {
            Fault(Value(map, "id") ?? map, $"\"{id}\" is no id here; write {description}");
        }
        else if (id.Length > 0 && !ids.TryAdd(id, (int)map.Start.Line))
        {
            Fault(map, $"{id} is there already, at line {ids[id]}");
        }

        return id;
    }

    public void Distinct(IEnumerable<string> texts, YamlNode at, string what)
    {
        foreach (var twice in texts.Where(text => text.Length > 0).GroupBy(text => text).Where(group => group.Count() > 1))
        {
            Fault(at, $"\"{twice.Key}\" stands {twice.Count()} times among the {what}; nobody could tell them apart");
        }
    }
}
