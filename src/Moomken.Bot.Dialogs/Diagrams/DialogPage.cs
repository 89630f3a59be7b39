using System.Text;
using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Diagrams;

/// <summary>The page of <c>docs/dialogs/</c> about one dialog: what it is for, its diagram, and what it says in each state.</summary>
public static class DialogPage
{
    /// <param name="library">The library that the dialog is in.</param>
    /// <param name="source">The dialog's file: its first comment says what it is for.</param>
    /// <param name="name">The dialog.</param>
    public static string Markdown(DialogLibrary library, SourceFile source, string name)
    {
        var dialog = library.Dialogs[name];
        var page = new StringBuilder();
        page.Append($"# {name}\n\n{FirstComment(source)}\n\nFile: [`{source.Path}`](../../{source.Path}). ");
        page.Append("This page is made from it by the tests; `UPDATE_DOCS=1 dotnet run --project tests/Moomken.Bot.Tests` writes it anew.\n\n");
        page.Append($"```mermaid\n{library.Mermaid(name)}\n```\n\n");
        page.Append("| state | does | Arabic | English |\n|---|---|---|---|\n");
        foreach (var node in dialog.Nodes.Values.OrderBy(InFormOf(dialog)).ThenBy(node => node.State.Line))
        {
            page.Append($"| `{node.Path}` | {Does(node)} | {Cell(library, node, Tongue.Arabic)} | {Cell(library, node, Tongue.English)} |\n");
        }

        return page.ToString();
    }

    /// <summary>Fields have lines of another file: they are put where the dialog names their form.</summary>
    private static Func<DialogNode, int> InFormOf(CompiledDialog dialog) => node => node.Field is null
        ? node.State.Line * 2
        : (dialog.Nodes[$"{node.Parent}.{DialogNode.Review}"].State.Line * 2) - 1;

    private static string FirstComment(SourceFile source) => string.Join(
        ' ', source.Text.Split('\n').TakeWhile(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim()));

    private static string Does(DialogNode node) => node.Kind switch
    {
        StateKind.Do => $"runs `{node.State.Action}`",
        StateKind.Call => $"opens [{node.State.Call}]({node.State.Call}.md)",
        StateKind.End when node.State.Then is { } then => $"ends `{node.State.Result}`, then [{then}]({then}.md)",
        StateKind.End => $"ends `{node.State.Result}`",
        StateKind.Say => "says",
        _ => "asks",
    };

    private static string Cell(DialogLibrary library, DialogNode node, Tongue tongue)
    {
        var text = library.Texts.Find(node.Text, tongue)?.Source ?? "";
        return text.Replace("\n", "<br>", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
    }
}
