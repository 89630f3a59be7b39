using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Names of actions, guards, choices, resolvers, dialogs, interrupts and slots that nobody has defined.</summary>
internal static class UnknownNames
{
    public static IEnumerable<Fault> Find(DialogLibrary library) =>
        Leaf.Of(library).SelectMany(leaf => InState(library, leaf)).Concat(Everywhere(library));

    private static IEnumerable<Fault> InState(DialogLibrary library, Leaf leaf)
    {
        var functions = library.Functions;
        var state = leaf.Node.State;
        var resolvers = functions.Resolvers.Keys.Concat([NumberReading.Name, CodeReading.Name, MultiReading.Name]);
        return Unknown(leaf, "action", state.Action, functions.Actions.Keys)
            .Concat(Unknown(leaf, "guard", state.SkipIf, functions.Guards.Keys))
            .Concat(state.Next.SelectMany(route => Unknown(leaf, "guard", route.When, functions.Guards.Keys)))
            .Concat(Unknown(leaf, "source of choices", state.Choices.From, functions.Choices.Keys))
            .Concat(Unknown(leaf, "resolver", state.Read, resolvers))
            .Concat(Unknown(leaf, "dialog", state.Call, library.Dialogs.Keys))
            .Concat(Unknown(leaf, "dialog", state.Then, library.Dialogs.Keys))
            .Concat(state.Off.SelectMany(name => Unknown(leaf, "interrupt", name, library.Everywhere.Interrupts.Select(interrupt => interrupt.Name))))
            .Concat(state.Pass.SelectMany(pass => Unknown(leaf, "slot", pass.From, DialogSlots.Of(library, leaf.Dialog))))
            .Concat(state.Accept.SelectMany(what => Unknown(leaf, "kind of answer", what, ["text", "media", "location", "contact"])));
    }

    private static IEnumerable<Fault> Unknown(Leaf leaf, string kind, string? name, IEnumerable<string> known)
    {
        if (name is not null && !known.Contains(name))
        {
            yield return leaf.Fault($"'{leaf.Node.Path}': there is no {kind} '{name}'. Known: {Listed(known)}.");
        }
    }

    private static IEnumerable<Fault> Everywhere(DialogLibrary library) => library.Everywhere.Interrupts
        .Where(interrupt => interrupt.Call is not null && !library.Dialogs.ContainsKey(interrupt.Call))
        .Select(interrupt => new Fault(
            library.Everywhere.File, interrupt.Line, $"'{interrupt.Name}': there is no dialog '{interrupt.Call}'. Known: {Listed(library.Dialogs.Keys)}."));

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
