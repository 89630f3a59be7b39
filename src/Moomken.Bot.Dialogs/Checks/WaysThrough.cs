using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>States that nothing leads to, and states from which no end can be reached.</summary>
internal static class WaysThrough
{
    public static IEnumerable<Fault> Find(DialogLibrary library) => library.Dialogs.Values.SelectMany(InDialog);

    private static IEnumerable<Fault> InDialog(CompiledDialog dialog)
    {
        var edges = DialogGraph.Edges(dialog).ToList();
        var reached = Closure(DialogGraph.Entrances(dialog), edges.ToLookup(edge => edge.From, edge => edge.To));
        var ends = dialog.Nodes.Values.Where(node => node.Kind == StateKind.End).Select(node => node.Path);
        var ending = Closure(ends, edges.ToLookup(edge => edge.To, edge => edge.From));
        foreach (var leaf in dialog.Nodes.Values.Select(node => new Leaf(dialog, node)))
        {
            var path = leaf.Node.Path;
            if (!reached.Contains(path))
            {
                yield return leaf.Fault($"Nothing leads to '{path}'. Go to it from another state, or take it out.");
            }

            if (!ending.Contains(path))
            {
                yield return leaf.Fault($"From '{path}' no end can be reached. Give it a way on, or make it an end.");
            }
        }
    }

    private static HashSet<string> Closure(IEnumerable<string> from, ILookup<string, string> ways)
    {
        var found = new HashSet<string>(from, StringComparer.Ordinal);
        var open = new Queue<string>(found);
        while (open.TryDequeue(out var path))
        {
            foreach (var next in ways[path].Where(found.Add))
            {
                open.Enqueue(next);
            }
        }

        return found;
    }
}
