using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Outcomes of actions and choices of questions: each must lead somewhere, and no route may wait for another.</summary>
internal static class OutcomesAndRoutes
{
    public static IEnumerable<Fault> Find(DialogLibrary library) =>
        Leaf.Of(library).Where(leaf => leaf.Node.Field is null && leaf.Node.Kind != StateKind.End).SelectMany(leaf => InState(library, leaf));

    private static IEnumerable<Fault> InState(DialogLibrary library, Leaf leaf)
    {
        var answers = Answers(library, leaf.Node);
        var closed = leaf.Node.State.Choices.From is null;
        var strange = answers is null || !closed ? [] : leaf.Node.Routes.SelectMany(route => route.On.Except(answers).Select(id =>
            leaf.FaultAt(route.Line, $"'{leaf.Node.Path}' has no {What(leaf.Node)} '{id}'. It has: {string.Join(", ", answers)}.")));
        return strange.Concat((answers ?? []).SelectMany(answer => NoWay(leaf, answer))).Concat(Default(leaf));
    }

    /// <summary>What the state can be answered with by name; null where that is not known (a broken action name).</summary>
    private static IReadOnlyCollection<string>? Answers(DialogLibrary library, DialogNode node) => node.Kind switch
    {
        StateKind.Ask => node.State.Choices.Ids,
        StateKind.Do => library.Functions.Actions.TryGetValue(node.State.Action!, out var signature) ? signature.Outcomes : null,
        _ => [],
    };

    private static string What(DialogNode node) => node.Kind == StateKind.Do ? "outcome" : "choice";

    private static IEnumerable<Fault> NoWay(Leaf leaf, string answer)
    {
        var routes = leaf.Node.RoutesOf(answer).ToList();
        if (routes.Count == 0)
        {
            yield return leaf.Fault($"'{leaf.Node.Path}': the {What(leaf.Node)} '{answer}' leads nowhere. Add it to 'next', or a last route without 'is'.");
        }
        else if (routes.All(route => route.When is not null))
        {
            yield return leaf.FaultAt(routes[^1].Line, $"'{leaf.Node.Path}': every way on for '{answer}' has a 'when'. Add a last route without one.");
        }
    }

    /// <summary>Free answers, plain states and made choices all take the way that names no id.</summary>
    private static IEnumerable<Fault> Default(Leaf leaf)
    {
        var node = leaf.Node;
        var free = node.Kind is StateKind.Say or StateKind.Call
            || (node.Kind == StateKind.Ask && !node.IsReview && !node.State.Collect && (!node.State.Accept.IsEmpty || node.State.Choices.From is not null));
        var routes = node.Routes.Where(route => route.On.IsEmpty).ToList();
        if (free && node.Routes.Length > 0 && routes.Count == 0)
        {
            yield return leaf.Fault($"'{node.Path}' takes answers that no route names. Add a last route without 'is'.");
        }
        else if (free && routes.Count > 0 && routes.All(route => route.When is not null))
        {
            yield return leaf.FaultAt(routes[^1].Line, $"'{node.Path}': every way on has a 'when'. Add a last route without one.");
        }
    }
}
