using System.Collections.Immutable;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Moomken.Bot.Incidents;

/// <summary>One thing to mend in a content file. <paramref name="Line"/> counts from 1.</summary>
public sealed record CatalogueFault(string File, int Line, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Message}";
}

/// <summary>The catalogue, or everything that is wrong with the file: exactly one of the two is there.</summary>
public sealed record CatalogueReading(IncidentCatalogue? Catalogue, ImmutableArray<CatalogueFault> Faults);

/// <summary>Reads <c>content/incidents.yaml</c> and checks all of it, so that an editor mends everything in one go.</summary>
public sealed partial class IncidentCatalogueReader
{
    private static readonly string[] TopKeys = ["categories"];
    private static readonly string[] LabelKeys = ["id", "ar", "en", "short_ar", "short_en", "severity"];
    private static readonly string[] CategoryKeys = [.. LabelKeys, "sources", "subtypes"];
    private static readonly string[] SubtypeKeys = [.. LabelKeys, "words"];
    private readonly CatalogueNodes nodes;

    private IncidentCatalogueReader(string file) => nodes = new CatalogueNodes(file);

    /// <param name="text">The file's content.</param>
    /// <param name="file">Its name, for the faults.</param>
    public static CatalogueReading Read(string text, string file) => new IncidentCatalogueReader(file).Read(text);

    private CatalogueReading Read(string text)
    {
        var categories = ImmutableArray<IncidentCategory>.Empty;
        if (Load(text) is { } stream)
        {
            var root = stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
            var top = nodes.Map(root, "the file", TopKeys);
            categories = [.. nodes.List(top, "categories", "the file").Select(Category)];
            nodes.Distinct(categories.Select(category => category.Label.ShortArabic), top, "short_ar of the categories");
            nodes.Distinct(categories.Select(category => category.Label.ShortEnglish), top, "short_en of the categories");
        }

        return nodes.Faults.Count == 0
            ? new CatalogueReading(new IncidentCatalogue(categories), [])
            : new CatalogueReading(null, [.. nodes.Faults.OrderBy(fault => fault.Line)]);
    }

    private YamlStream? Load(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
            return stream;
        }
        catch (YamlException broken)
        {
            nodes.Fault((int)broken.Start.Line, $"this is not YAML: {broken.Message}");
        }
        catch (InvalidOperationException)
        {
            // The parser's own way to say so for some broken lists; it does not tell where.
            nodes.Fault(1, "this is not YAML: look for a list or quotation that is not closed");
        }

        return null;
    }

    private IncidentCategory Category(YamlNode node)
    {
        var map = nodes.Map(node, "a category", CategoryKeys);
        var id = nodes.Id(map, CategoryId(), "three capital letters, such as VIO");
        var subtypes = nodes.List(map, "subtypes", id).Select(subtype => Subtype(subtype, id)).ToImmutableArray();
        nodes.Distinct(subtypes.Select(subtype => subtype.Label.ShortArabic), map, $"short_ar within {id}");
        nodes.Distinct(subtypes.Select(subtype => subtype.Label.ShortEnglish), map, $"short_en within {id}");
        return new IncidentCategory(id, Label(map, id), Severity(map, id), subtypes);
    }

    private IncidentSubtype Subtype(YamlNode node, string category)
    {
        var map = nodes.Map(node, $"a subtype of {category}", SubtypeKeys);
        var id = nodes.Id(map, SubtypeId(), $"the category and a number, such as {category}-1");
        if (!id.StartsWith($"{category}-", StringComparison.Ordinal))
        {
            nodes.Fault(map, $"{id} stands under {category}; move it, or give it an id that begins with {category}-");
        }

        var words = nodes.List(map, "words", id).Select(word => nodes.Text(word, $"a word of {id}")).ToImmutableArray();
        nodes.Distinct(words, map, $"words of {id}");
        return new IncidentSubtype(id, category, Label(map, id), Severity(map, id), words);
    }

    private IncidentLabel Label(YamlMappingNode map, string id) => new(
        nodes.Text(map, "ar", id), nodes.Text(map, "en", id), Short(map, "short_ar", id), Short(map, "short_en", id));

    private string Short(YamlMappingNode map, string key, string id)
    {
        var text = nodes.Text(map, key, id);
        if (text.Length > IncidentCatalogue.MaxShortLabel)
        {
            nodes.Fault(CatalogueNodes.Value(map, key) ?? map, $"{key} of {id} has {text.Length} characters; at most {IncidentCatalogue.MaxShortLabel} fit on a button");
        }

        return text;
    }

    private int Severity(YamlMappingNode map, string id)
    {
        var text = nodes.Text(map, "severity", id);
        if (text is ['1' or '2' or '3' or '4'])
        {
            return text[0] - '0';
        }

        if (text.Length > 0)
        {
            nodes.Fault(CatalogueNodes.Value(map, "severity") ?? map, $"severity of {id} is \"{text}\"; it must be 1 (low), 2 (medium), 3 (high) or 4 (critical)");
        }

        return 0;
    }

    [GeneratedRegex("^[A-Z]{3}$")]
    private static partial Regex CategoryId();

    [GeneratedRegex("^[A-Z]{3}-[1-9][0-9]?$")]
    private static partial Regex SubtypeId();
}
