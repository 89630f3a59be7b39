using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>A text key that a file or the program says, and who says it. <paramref name="Dialog"/> is null for the program.</summary>
/// <param name="Key">The key.</param>
/// <param name="Place">Where it is used.</param>
/// <param name="Needed">False where the program does well without it (a help of its own, an example).</param>
/// <param name="Dialog">The dialog that says it.</param>
/// <param name="Node">The state that says it.</param>
internal sealed record TextUse(string Key, Fault Place, bool Needed, CompiledDialog? Dialog = null, DialogNode? Node = null);

/// <summary>Every text key that is used anywhere.</summary>
internal static class TextUses
{
    /// <summary>What a question may have beside its text.</summary>
    private static readonly string[] OfQuestion = ["help", "miss", "example", "which", "none", "added"];

    public static IEnumerable<TextUse> Of(DialogLibrary library) => Leaf.Of(library).SelectMany(OfState)
        .Concat(library.Dialogs.Values.Select(Continued))
        .Concat(EngineTexts.Engine.Concat(EngineTexts.Host).Select(key => new TextUse(key, new Fault("content/texts", 0, $"The program says '{key}'"), true)))
        .Concat(library.Functions.Texts.Order(StringComparer.Ordinal)
            .Select(key => new TextUse(key, new Fault("content/texts", 0, $"A function of the program says '{key}'"), true)));

    private static TextUse Continued(CompiledDialog dialog) =>
        new($"{dialog.Name}.continued", new Fault(dialog.Definition.File, 1, ""), false, dialog);

    private static IEnumerable<TextUse> OfState(Leaf leaf)
    {
        var state = leaf.Node.State;
        TextUse Use(string key, bool needed) => new(key, leaf.Fault($"'{leaf.Node.Path}' says '{key}'"), needed, leaf.Dialog, leaf.Node);
        var said = string.IsNullOrEmpty(state.Text) ? [] : new[] { Use(state.Text, true) };
        var reminders = state.Remind.Select(reminder => Use(reminder.Text, true));
        var around = state.Kind == StateKind.Ask ? OfQuestion.Select(part => Use($"{state.Text}.{part}", false)) : [];
        var label = leaf.Node.Field is null ? [] : new[] { Use($"{state.Text}.label", true) };
        var choices = state.Choices.Ids.SelectMany(id => new[] { Use($"{state.Text}.{id}", false), Use($"common.{id}", false) });
        return [.. said, .. reminders, .. around, .. label, .. choices];
    }
}
