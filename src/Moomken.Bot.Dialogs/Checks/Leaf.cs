using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Checks;

/// <summary>A leaf with the dialog it lies in: what most checks look at.</summary>
internal sealed record Leaf(CompiledDialog Dialog, DialogNode Node)
{
    public static IEnumerable<Leaf> Of(DialogLibrary library) =>
        library.Dialogs.Values.SelectMany(dialog => dialog.Nodes.Values.Select(node => new Leaf(dialog, node)));

    /// <summary>Fields of a form are written in the form's file.</summary>
    public string File => Node.Field is null ? Dialog.Definition.File : Node.Form!.File;

    public Fault Fault(string message) => new(File, Node.State.Line, message);

    public Fault FaultAt(int line, string message) => new(File, line, message);
}
