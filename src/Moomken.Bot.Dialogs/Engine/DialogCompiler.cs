using System.Collections.Immutable;
using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Forms;
using Moomken.Bot.Dialogs.Yaml;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>
/// Turns a definition into leaves: groups and forms are opened up, and every target is resolved to the leaf it means,
/// because Stateless overflows the stack when it resolves initial states itself (its issue 439).
/// </summary>
public sealed class DialogCompiler
{
    private readonly DialogDefinition definition;
    private readonly IReadOnlyDictionary<string, FormDefinition> forms;
    private readonly List<Fault> faults;
    private readonly Dictionary<string, string> initials = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DialogNode> nodes = new(StringComparer.Ordinal);

    private DialogCompiler(DialogDefinition definition, IReadOnlyDictionary<string, FormDefinition> forms, List<Fault> faults)
    {
        this.definition = definition;
        this.forms = forms;
        this.faults = faults;
    }

    public static CompiledDialog Compile(
        DialogDefinition definition, IReadOnlyDictionary<string, FormDefinition> forms, EverywhereDefinition everywhere, List<Fault> faults)
    {
        var compiler = new DialogCompiler(definition, forms, faults);
        compiler.Open(definition.States, null);
        foreach (var node in compiler.nodes.Values.ToList())
        {
            compiler.nodes[node.Path] = compiler.Resolve(node);
        }

        return new CompiledDialog(definition, compiler.nodes, everywhere, compiler.Targets());
    }

    private DialogTargets Targets() => new(
        Leaf(definition.Start, null, 1) ?? "",
        Leaf(definition.Cancel, null, 1),
        Leaf(definition.ExpireGoto, null, 1),
        Leaf(definition.Lost, null, 1));

    private void Open(ImmutableArray<StateDefinition> states, string? parent)
    {
        foreach (var state in states)
        {
            var path = parent is null ? state.Name : $"{parent}.{state.Name}";
            switch (state.Kind)
            {
                case StateKind.Group:
                    initials[path] = $"{path}.{state.Initial}";
                    Open(state.States, path);
                    break;
                case StateKind.Form:
                    OpenForm(state, path);
                    break;
                default:
                    Add(new DialogNode { Path = path, State = state, Parent = parent });
                    break;
            }
        }
    }

    private void OpenForm(StateDefinition state, string path)
    {
        if (!forms.TryGetValue(state.Form!, out var form))
        {
            faults.Add(new Fault(definition.File, state.Line, $"There is no form '{state.Form}' in content/forms. Known: {string.Join(", ", forms.Keys.Order())}."));
            return;
        }

        initials[path] = $"{path}.{form.Fields.FirstOrDefault()?.Id ?? DialogNode.Review}";
        foreach (var field in form.Fields)
        {
            Add(new DialogNode { Path = $"{path}.{field.Id}", State = FieldState.Of(form, field), Parent = path, Form = form, Field = field });
        }

        var review = state with
        {
            Name = DialogNode.Review,
            Kind = StateKind.Ask,
            Text = state.Review,
            Accept = ["text", "media", "location"],
        };
        Add(new DialogNode { Path = $"{path}.{DialogNode.Review}", State = review, Parent = path, Form = form });
    }

    private void Add(DialogNode node)
    {
        if (!nodes.TryAdd(node.Path, node))
        {
            faults.Add(new Fault(definition.File, node.State.Line, $"There are two states named '{node.Path}'."));
        }
    }

    private DialogNode Resolve(DialogNode node)
    {
        var outside = node.Form is null ? node.Parent : Parent(node.Parent!);
        return node with
        {
            Routes = [.. node.State.Next.Select(route => route with { Goto = Leaf(route.Goto, outside, route.Line) ?? "" })],
            TimeoutTarget = Leaf(node.State.TimeoutGoto, outside, node.State.Line),
        };
    }

    /// <summary>A target is looked for beside the state first, then outward, then as a full path.</summary>
    private string? Leaf(string? target, string? from, int line)
    {
        if (string.IsNullOrEmpty(target))
        {
            return null;
        }

        for (var scope = from; ; scope = Parent(scope))
        {
            var path = scope is null ? target : $"{scope}.{target}";
            while (initials.TryGetValue(path, out var initial))
            {
                path = initial;
            }

            if (nodes.ContainsKey(path))
            {
                return path;
            }

            if (scope is null)
            {
                break;
            }
        }

        faults.Add(new Fault(definition.File, line, $"There is no state '{target}' to go to. States: {string.Join(", ", nodes.Keys.Concat(initials.Keys).Order())}."));
        return null;
    }

    private static string? Parent(string? path) => path is not null && path.Contains('.', StringComparison.Ordinal) ? path[..path.LastIndexOf('.')] : null;
}

/// <summary>The leaves that a dialog goes to for reasons of its own.</summary>
public sealed record DialogTargets(string Start, string? Cancel, string? Expire, string? Lost);
