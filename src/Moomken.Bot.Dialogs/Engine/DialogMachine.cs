using Moomken.Bot.Dialogs.Definition;
using Stateless;
using Stateless.Graph;
using Stateless.Reflection;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>
/// The Stateless machine of one dialog. It decides, and does nothing else: no entry actions, no asynchronous firing,
/// only pure and synchronous choice of the next state. What happens in a state is the engine's work.
/// </summary>
internal sealed class DialogMachine
{
    /// <summary>The superstate that carries what works everywhere.</summary>
    public const string Root = "everywhere";

    public const string Cancel = "!cancel";

    public const string Back = "!back";

    public const string Expire = "!expire";

    private readonly StateMachine<string, string> machine;
    private readonly CompiledDialog dialog;
    private string state;
    private Func<DialogNode, string, string> choose = static (_, _) => "";
    private bool handled;

    public DialogMachine(CompiledDialog dialog)
    {
        this.dialog = dialog;
        state = dialog.Targets.Start;
        machine = new StateMachine<string, string>(() => state, value => state = value);
        machine.OnUnhandledTrigger((_, _) => { });
        machine.OnTransitioned(_ => handled = true);
        ConfigureRoot();
        foreach (var parent in dialog.Nodes.Values.Select(node => node.Parent).OfType<string>().Distinct())
        {
            machine.Configure(parent).SubstateOf(Root);
        }

        foreach (var node in dialog.Nodes.Values)
        {
            Configure(node);
        }
    }

    public static string Interrupt(string name) => name switch
    {
        "cancel" => Cancel,
        "back" => Back,
        _ => "!" + name,
    };

    public MachineAnswer Fire(string from, string trigger, Func<DialogNode, string, string> chooser)
    {
        state = from;
        choose = chooser;
        handled = false;
        machine.Fire(trigger);
        return new MachineAnswer(state, handled);
    }

    /// <summary>The diagram as Stateless draws it, without the word that it puts where an internal transition has no name.</summary>
    public string Mermaid() => MermaidGraph.Format(machine.GetInfo(), MermaidGraphDirection.TopToBottom)
        .Replace(" [Function]", "", StringComparison.Ordinal)
        .ReplaceLineEndings("\n")
        .Trim();

    private void ConfigureRoot()
    {
        var root = machine.Configure(Root);
        foreach (var interrupt in dialog.Everywhere.Interrupts)
        {
            switch (interrupt.Name)
            {
                case "cancel" when dialog.Targets.Cancel is { } target:
                    root.Permit(Cancel, target);
                    break;
                case "cancel":
                    // Not handled: the engine then closes the dialog itself.
                    break;
                case "back":
                    root.PermitDynamic(Back, () => choose(dialog.Nodes[state], Back), null, []);
                    break;
                default:
                    root.InternalTransition(Interrupt(interrupt.Name), () => handled = true);
                    break;
            }
        }

        if (dialog.Targets.Expire is { } expired)
        {
            root.Permit(Expire, expired);
        }
    }

    private void Configure(DialogNode node)
    {
        var configured = machine.Configure(node.Path);
        if (node.Kind == StateKind.End)
        {
            return;
        }

        configured.SubstateOf(node.Parent ?? Root);
        foreach (var off in node.State.Off)
        {
            configured.Ignore(Interrupt(off));
        }

        if (node.TimeoutTarget is { } late)
        {
            Permit(configured, node.Path, DialogNode.Timeout, late);
        }

        foreach (var trigger in DialogGraph.Triggers(node))
        {
            var edges = DialogGraph.EdgesFrom(node, trigger).ToList();
            if (edges.Count == 1 && node.RoutesOf(trigger).FirstOrDefault() is { When: null, Goto.Length: > 0 })
            {
                Permit(configured, node.Path, trigger, edges[0].To);
            }
            else
            {
                configured.PermitDynamic(trigger, () => choose(node, trigger), null, Targets(edges));
            }
        }
    }

    private static void Permit(StateMachine<string, string>.StateConfiguration from, string path, string trigger, string target)
    {
        if (path == target)
        {
            from.PermitReentry(trigger);
        }
        else
        {
            from.Permit(trigger, target);
        }
    }

    private static DynamicStateInfos Targets(IEnumerable<DialogEdge> edges)
    {
        var infos = new DynamicStateInfos();
        foreach (var edge in edges)
        {
            infos.Add(edge.To, edge.Why);
        }

        return infos;
    }
}
