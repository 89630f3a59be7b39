using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Definition;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>One way from a leaf to another. <paramref name="Why"/> is the guard, or the answer that takes it.</summary>
public sealed record DialogEdge(string From, string Trigger, string To, string Why);

/// <summary>The ways through a compiled dialog, as the machine, the diagrams, the checks and the tests all see them.</summary>
public static class DialogGraph
{
    /// <summary>Where a dialog may be entered: its start, and the leaves that cancelling, silence and migration lead to.</summary>
    public static IEnumerable<string> Entrances(CompiledDialog dialog) =>
        new[] { dialog.Targets.Start, dialog.Targets.Cancel, dialog.Targets.Expire, dialog.Targets.Lost }
            .Where(path => !string.IsNullOrEmpty(path)).Select(path => path!);

    public static IEnumerable<DialogEdge> Edges(CompiledDialog dialog) => dialog.Nodes.Values
        .OrderBy(node => node.State.Line).ThenBy(node => node.Path, StringComparer.Ordinal)
        .SelectMany(EdgesFrom);

    public static IEnumerable<DialogEdge> EdgesFrom(DialogNode node)
    {
        if (node.Kind == StateKind.End)
        {
            return [];
        }

        var late = node.TimeoutTarget is { } target ? [new DialogEdge(node.Path, DialogNode.Timeout, target, "silence")] : Array.Empty<DialogEdge>();
        return Triggers(node).SelectMany(trigger => EdgesFrom(node, trigger)).Concat(late).Where(edge => edge.To.Length > 0);
    }

    /// <summary>What the machine can be told in this leaf, beside what works everywhere.</summary>
    public static IEnumerable<string> Triggers(DialogNode node)
    {
        if (node.Field is not null)
        {
            return [DialogNode.Next];
        }

        var routed = node.Routes.SelectMany(route => route.On.IsEmpty ? [DialogNode.Next] : route.On);
        return (node.IsReview ? routed.Append(DialogNode.Edit) : routed).Distinct();
    }

    /// <summary>Every target of one trigger, the likeliest first.</summary>
    public static IEnumerable<DialogEdge> EdgesFrom(DialogNode node, string trigger)
    {
        if (node.Field is not null)
        {
            return FormEdges(node);
        }

        return trigger == DialogNode.Edit
            ? node.Form!.Fields.Select(field => new DialogEdge(node.Path, trigger, $"{node.Parent}.{field.Id}", "edit"))
            : RouteEdges(node, trigger);
    }

    private static IEnumerable<DialogEdge> RouteEdges(DialogNode node, string trigger)
    {
        foreach (var route in node.RoutesOf(trigger))
        {
            yield return new DialogEdge(node.Path, trigger, route.Goto, route.When ?? trigger);
            if (route.When is null)
            {
                yield break;
            }
        }
    }

    /// <summary>After a field comes the next one that has no answer yet, at last the review.</summary>
    private static ImmutableArray<DialogEdge> FormEdges(DialogNode node)
    {
        var fields = node.Form!.Fields;
        var index = fields.IndexOf(node.Field!) + 1;
        var review = new DialogEdge(node.Path, DialogNode.Next, $"{node.Parent}.{DialogNode.Review}", index < fields.Length ? "all answered" : "answered");
        return index < fields.Length
            ? [new DialogEdge(node.Path, DialogNode.Next, $"{node.Parent}.{fields[index].Id}", "answered"), review]
            : [review];
    }
}
