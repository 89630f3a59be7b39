using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Choices without a label in a language, and labels that phones would cut.</summary>
internal static class ChoiceLabels
{
    /// <summary>A row of a WhatsApp list; the narrowest thing that a label must fit into.</summary>
    public const int Longest = 24;

    public static IEnumerable<Fault> Find(DialogLibrary library) => Leaf.Of(library)
        .SelectMany(leaf => leaf.Node.State.Choices.Ids.SelectMany(id => OfChoice(library, leaf, id)));

    private static IEnumerable<Fault> OfChoice(DialogLibrary library, Leaf leaf, string id)
    {
        var own = $"{leaf.Node.Text}.{id}";
        var entry = library.Texts.EntryOf(own) ?? library.Texts.EntryOf($"common.{id}");
        if (entry is null || entry.IsWords)
        {
            yield return leaf.Fault($"The choice '{id}' of '{leaf.Node.Path}' has no label. Write '{own}' in content/texts/ar and content/texts/en.");
            yield break;
        }

        foreach (var tongue in Tongues.All)
        {
            if (entry.Templates[(int)tongue] is { Source.Length: > Longest } label)
            {
                yield return entry.Fault(tongue, $"The label '{entry.Key}' has {label.Source.Length} characters; at most {Longest} fit on a phone.");
            }
        }
    }
}
