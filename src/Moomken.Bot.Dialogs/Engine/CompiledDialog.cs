using System.Collections.Concurrent;
using System.Collections.Frozen;
using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Forms;

namespace Moomken.Bot.Dialogs.Engine;

/// <summary>
/// One dialog, ready to run: immutable but for a pool of configured machines. A machine is built once and leased for a
/// transition, since building costs forty times what firing does and a machine must never be shared between threads.
/// </summary>
public sealed class CompiledDialog
{
    private readonly ConcurrentBag<DialogMachine> idle = [];
    private readonly FrozenDictionary<string, IReadOnlyList<DialogNode>> fields;

    internal CompiledDialog(
        DialogDefinition definition, IReadOnlyDictionary<string, DialogNode> nodes, EverywhereDefinition everywhere, DialogTargets targets)
    {
        Definition = definition;
        Nodes = nodes.ToFrozenDictionary(StringComparer.Ordinal);
        Everywhere = everywhere;
        Targets = targets;
        fields = Nodes.Values.Where(node => node.Field is not null)
            .GroupBy(node => node.Parent!)
            .ToFrozenDictionary(group => group.Key, group => (IReadOnlyList<DialogNode>)[.. group.OrderBy(node => node.Form!.Fields.IndexOf(node.Field!))]);
        Story = fields.Values.SelectMany(nodes => nodes).Select(node => node.Field!).FirstOrDefault(field => field.Type == FieldType.Story);
        HandsOnHeld = definition.States.Any(state => state.Pass.Any(pass => pass.From == TurnRun.HeldSlot));
        Place = fields.Values.SelectMany(nodes => nodes).Select(node => node.Field!)
            .FirstOrDefault(field => field.Type is FieldType.Place or FieldType.Station or FieldType.Location);
    }

    /// <summary>The field that takes words and files from anywhere in the dialog; null where no form has one.</summary>
    public FormField? Story { get; }

    /// <summary>True where what was said in passing goes on to another dialog: the first contact, the menu.</summary>
    public bool HandsOnHeld { get; }

    /// <summary>The field that takes a location from anywhere in the dialog.</summary>
    public FormField? Place { get; }

    /// <summary>The fields of the form that a leaf lies in, in the order in which they are asked.</summary>
    internal IReadOnlyList<DialogNode> FieldsOf(DialogNode node) => fields[node.Parent!];

    public DialogDefinition Definition { get; }

    public FrozenDictionary<string, DialogNode> Nodes { get; }

    public EverywhereDefinition Everywhere { get; }

    public DialogTargets Targets { get; }

    public string Name => Definition.Name;

    /// <summary>
    /// Fires one trigger from a state. <paramref name="choose"/> picks among the routes of a trigger. A machine that saw
    /// an exception is dropped: its queue may hold a trigger of somebody else's turn.
    /// </summary>
    internal MachineAnswer Fire(string state, string trigger, Func<DialogNode, string, string> choose)
    {
        if (!idle.TryTake(out var machine))
        {
            machine = new DialogMachine(this);
        }

        var answer = machine.Fire(state, trigger, choose);
        idle.Add(machine);
        return answer;
    }

    /// <summary>A machine of its own, for diagrams and checks.</summary>
    internal DialogMachine NewMachine() => new(this);
}

/// <param name="State">Where the machine is now.</param>
/// <param name="Handled">False when the state knows no such trigger, or has switched it off.</param>
internal readonly record struct MachineAnswer(string State, bool Handled);
