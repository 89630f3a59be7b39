using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>Keys of a state that need one another, and a menu that has grown too long.</summary>
internal static class StateKeys
{
    /// <summary>A menu that is read on a small phone: more is not read.</summary>
    public const int MostMenuChoices = 5;

    public const string MenuQuestion = "menu.main";

    public static IEnumerable<Fault> Find(DialogLibrary library) => Leaf.Of(library).SelectMany(InState);

    private static IEnumerable<Fault> InState(Leaf leaf)
    {
        var (path, state) = (leaf.Node.Path, leaf.Node.State);
        if (state.Collect && (state.Save is null || state.Accept.IsEmpty))
        {
            yield return leaf.Fault($"'{path}' collects, so it needs 'save' (where to) and 'accept' (what).");
        }

        if (state.Kind == StateKind.Ask && state.Choices.IsNone && state.Accept.IsEmpty)
        {
            yield return leaf.Fault($"'{path}' can be answered by nothing. Give it 'choices' or 'accept'.");
        }

        if (state.Accept.Contains("location") && state.Read is null && !leaf.Node.IsReview)
        {
            yield return leaf.Fault($"'{path}' accepts a location, so it needs 'read': the resolver that finds the place.");
        }

        if (state.Pass.Length > 0 && state.Then is null)
        {
            yield return leaf.Fault($"'{path}' passes slots, so it needs 'then': the dialog that gets them.");
        }

        if (state.Text == MenuQuestion && state.Choices.Ids.Length > MostMenuChoices)
        {
            yield return leaf.Fault($"The menu has {state.Choices.Ids.Length} choices; at most {MostMenuChoices} are read. Put the rest into a dialog of their own.");
        }
    }
}
