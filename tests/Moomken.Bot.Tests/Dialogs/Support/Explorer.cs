using System.Collections.Immutable;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Definition;
using Moomken.Bot.Dialogs.Engine;
using Moomken.Bot.Dialogs.Language;

namespace Moomken.Bot.Tests.Dialogs.Support;

/// <summary>
/// Walks a dialog through every answer that each of its questions offers and every outcome of each action, until
/// nothing new is found. Sessions are values, so that a way is tried by going on from a copy.
/// </summary>
public sealed class Explorer(DialogLibrary library, string dialog, ChannelProfile channel)
{
    private readonly DialogEngine engine = new(library);
    private readonly HashSet<string> seen = [];
    private readonly Queue<(DialogTurn Turn, DialogContext Context)> open = new();

    /// <summary>Ways of the dialog that were taken.</summary>
    public HashSet<(string From, string To)> Taken { get; } = [];

    public HashSet<string> Reached { get; } = [];

    public int Turns { get; private set; }

    public void Run()
    {
        foreach (var facts in (string[][])[[], ["language_chosen"], ["station", "role"]])
        {
            foreach (var slots in (ImmutableDictionary<string, Answer>[])[[], ImmutableDictionary<string, Answer>.Empty.Add("held", new Answer("حدث عنف"))])
            {
                var context = Context(facts);
                Go(DialogSession.Empty, new DialogInput.Open(dialog, slots), context);
            }
        }

        while (open.TryDequeue(out var next))
        {
            foreach (var input in Inputs(next.Turn))
            {
                Go(next.Turn.Session, input, next.Context);
            }
        }
    }

    private DialogContext Context(string[] facts) => new()
    {
        Tongue = Tongue.Arabic,
        Channel = channel,
        Now = DateTimeOffset.UnixEpoch,
        Facts = facts.ToImmutableDictionary(fact => fact, fact => fact == "role" ? "observer" : "true").Add("keep_months", "12").Add("duty_line", ""),
    };

    private void Go(DialogSession from, DialogInput input, DialogContext context)
    {
        var turn = engine.Step(from, input, context);
        Turns++;
        foreach (var step in turn.Steps.Where(step => step.Dialog == dialog))
        {
            Taken.Add((step.From, step.To));
            Reached.UnionWith([step.From, step.To]);
        }

        if (turn.Session.Frames.Any(frame => frame.Dialog == dialog) && seen.Add(Key(turn, context)))
        {
            open.Enqueue((turn, context));
        }
    }

    private static string Key(DialogTurn turn, DialogContext context) => string.Join(
        " | ",
        turn.Session.Frames.Select(frame =>
            $"{frame.Dialog}/{frame.State} {string.Join(",", frame.Slots.Select(slot => slot.Key + (slot.Value.IsSkipped ? "-" : "+")))} {frame.Offered.Length} {frame.Confirming}")
            .Append($"{context.Facts.Count} {turn.Action}"));

    private IEnumerable<DialogInput> Inputs(DialogTurn turn)
    {
        if (turn.Action is { } action)
        {
            var signature = library.Functions.Actions[action];
            return signature.Outcomes.Select(outcome => new DialogInput.Outcome(outcome, signature.Slots.ToImmutableDictionary(slot => slot, _ => new Answer("7K2M"))));
        }

        var node = library.Dialogs[turn.Session.Top!.Dialog].Nodes[turn.Session.Top.State];
        if (node.Kind != StateKind.Ask)
        {
            return [];
        }

        var presses = turn.Prompt!.Choices.Select(choice => (DialogInput)new DialogInput.Press(turn.Session.Sprint, choice.Id));
        var timers = turn.Timers.Select(timer => new DialogInput.Timer(timer.Name, turn.Session.Sprint));
        return
        [
            .. presses, .. timers, new DialogInput.Text("مدرسة قرب السوق الكبير"), new DialogInput.Text("فلوس"), new DialogInput.Text("رجوع"),
            new DialogInput.Text("إلغاء"), new DialogInput.Media([new MediaItem("e1", "photo")], null),
        ];
    }
}
