using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Circles in which nobody is asked anything: the turn would never end. They may run through several dialogs.</summary>
internal static class EndlessLoops
{
    public static IEnumerable<Fault> Find(DialogLibrary library)
    {
        var leaves = Leaf.Of(library).Where(leaf => leaf.Node.Kind != StateKind.Ask).ToDictionary(Name);
        var ways = leaves.ToDictionary(pair => pair.Key, pair => Next(library, pair.Value).Where(leaves.ContainsKey).ToList());
        foreach (var (name, leaf) in leaves.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            // A circle is told once, at its first state by name.
            if (Circle(name, ways) is { } circle && circle.All(other => string.CompareOrdinal(other, name) >= 0))
            {
                yield return leaf.Fault($"These states go round without a question: {string.Join(" → ", circle.Append(name))}. Put an ask between them.");
            }
        }
    }

    private static string Name(Leaf leaf) => $"{leaf.Dialog.Name}/{leaf.Node.Path}";

    private static IEnumerable<string> Next(DialogLibrary library, Leaf leaf)
    {
        var opens = leaf.Node.State.Then ?? leaf.Node.State.Call;
        var started = opens is not null && library.Dialogs.TryGetValue(opens, out var dialog) ? [$"{opens}/{dialog.Targets.Start}"] : Array.Empty<string>();
        return DialogGraph.EdgesFrom(leaf.Node).Select(edge => $"{leaf.Dialog.Name}/{edge.To}").Concat(started);
    }

    /// <summary>The shortest way from a state back to itself.</summary>
    private static List<string>? Circle(string start, Dictionary<string, List<string>> ways)
    {
        var came = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out var at))
        {
            foreach (var next in ways[at])
            {
                if (next == start)
                {
                    return Traced(start, at, came);
                }

                if (came.TryAdd(next, at))
                {
                    open.Enqueue(next);
                }
            }
        }

        return null;
    }

    private static List<string> Traced(string start, string last, Dictionary<string, string> came)
    {
        var circle = new List<string>();
        for (var at = last; at != start; at = came[at])
        {
            circle.Insert(0, at);
        }

        return [start, .. circle];
    }
}
