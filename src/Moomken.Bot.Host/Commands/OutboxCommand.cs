using System.CommandLine;
using Moomken.Bot.Host.Operations;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>outbox list|retry|drop</c>: messages of ours that did not arrive.</summary>
internal static class OutboxCommand
{
    public static Command Create(Operate operate) => new("outbox", "Messages of ours that did not arrive: lists them with their reason, sends them again, lets them go. Shows no text and nobody.")
    {
        List(operate),
        Change("retry", "Sends failed messages again.", FailedMessageOperations.Retry, operate),
        Change("drop", "Lets go of failed messages for good.", FailedMessageOperations.Drop, operate),
    };

    private static Command List(Operate operate)
    {
        var reason = new Option<string?>("--reason") { Description = "Only those that failed, or are held, for this reason." };
        var command = new Command("list", "Lists failed messages: id, time, age, lane, reason; then how many of each reason. Those that are held until the person writes, too.") { reason };
        command.SetAction((parsed, cancellation) =>
            operate(FailedMessageOperations.List.Asked(new OutboxChoice(null, parsed.GetValue(reason)), OperatorConsole.Of(parsed)), cancellation));
        return command;
    }

    private static Command Change(string name, string description, Operation<OutboxChoice> operation, Operate operate)
    {
        var id = new Argument<string?>("id") { Description = "As outbox list shows it.", Arity = ArgumentArity.ZeroOrOne };
        var reason = new Option<string?>("--reason") { Description = "All that failed for this reason." };
        var all = new Option<bool>("--all") { Description = "All there are." };
        var command = new Command(name, description) { id, reason, all };
        command.Validators.Add(result =>
        {
            var chosen = (result.GetResult(id) is { Tokens.Count: > 0 } ? 1 : 0) + (result.GetResult(reason) is { Implicit: false } ? 1 : 0) + (result.GetResult(all) is { Implicit: false } ? 1 : 0);
            if (chosen != 1)
            {
                result.AddError($"outbox {name}: give one of an id, --reason R or --all.");
            }
        });
        command.SetAction((parsed, cancellation) =>
            operate(operation.Asked(new OutboxChoice(parsed.GetValue(id), parsed.GetValue(reason)), OperatorConsole.Of(parsed)), cancellation));
        return command;
    }
}
