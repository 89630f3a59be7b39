using System.Collections.Immutable;
using Moomken.Bot.Dialogs;
using Moomken.Bot.Dialogs.Engine;

namespace Moomken.Bot.Conversations;

/// <summary>
/// Runs the dialog engine for one turn: input in, actions run in the same transaction, their outcomes put back in, until
/// a question is open. Gathers what is said on the way.
/// </summary>
public sealed class DialogRun(DialogEngine engine, IReadOnlyDictionary<string, DialogAction> actions, FactSheet facts)
{
    /// <summary>Most actions of one turn; more is a loop in a dialog file.</summary>
    private const int MaxActions = 10;

    public DialogLibrary Library => engine.Library;

    public DialogResult Step(ConversationTurn turn, DialogInput input)
    {
        var said = ImmutableArray.CreateBuilder<string>();
        var taken = Take(turn, input, said);
        for (var count = 0; taken.Action is { } action && count < MaxActions; count++)
        {
            var outcome = actions[action](new ActionContext(turn, turn.Conversation.Session.Top!.Slots));
            taken = Take(turn, new DialogInput.Outcome(outcome.Name, outcome.Slots), said);
        }

        if (taken.Ignored)
        {
            return DialogResult.Nothing;
        }

        Schedule(turn, taken.Timers);
        return new DialogResult(said.ToImmutable(), taken.Brief ? null : taken.Prompt, taken.Stale);
    }

    public Prompt? OpenQuestion(ConversationTurn turn) => engine.OpenQuestion(turn.Conversation.Session, Context(turn));

    private DialogTurn Take(ConversationTurn turn, DialogInput input, ImmutableArray<string>.Builder said)
    {
        var taken = engine.Step(turn.Conversation.Session, input, Context(turn));
        turn.Conversation = turn.Conversation with { Session = taken.Session };
        said.AddRange(taken.Said);
        return taken;
    }

    private DialogContext Context(ConversationTurn turn) => new()
    {
        Tongue = turn.Person.Tongue,
        Channel = turn.Profile,
        Now = turn.Now,
        Facts = facts.Of(turn.Person),
    };

    private static void Schedule(ConversationTurn turn, ImmutableArray<TimerRequest> timers) =>
        turn.Conversation = turn.Conversation with
        {
            Timers = [.. timers.Select(timer => new ConversationTimer(timer.Name, turn.Conversation.Session.Sprint, turn.Now + timer.After))],
        };
}

/// <summary>What a turn of a dialog came to.</summary>
public sealed record DialogResult(ImmutableArray<string> Said, Prompt? Prompt, bool Stale)
{
    public static readonly DialogResult Nothing = new([], null, false);
}
