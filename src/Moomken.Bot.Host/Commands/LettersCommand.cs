using System.CommandLine;
using Moomken.Bot.Host.Operations;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>letters list|show|drop</c>: what came from a provider and could not be understood.</summary>
internal static class LettersCommand
{
    public static Command Create(Operate operate)
    {
        var list = new Command("list", "Lists them: id, time, age, channel, size, reason.");
        list.SetAction((parsed, cancellation) => operate(DeadLetterOperations.List.Asked(new LetterChoice(null, null), OperatorConsole.Of(parsed)), cancellation));
        return new Command("letters", "Dead letters: bodies that a provider sent and that could not be understood.") { list, Show(operate), Drop(operate) };
    }

    private static Command Show(Operate operate)
    {
        var (id, folder, leave) = (Id(), TargetOption.Folder(), new LeaveArguments());
        var command = new Command("show", "Writes the body of one to a file. It may name people: a line is written to the audit first.") { id, folder };
        leave.AddTo(command);
        command.SetAction((parsed, cancellation) => operate(
            DeadLetterOperations.Show.Asked(new LetterChoice(parsed.GetValue(id), leave.Of(parsed)), OperatorConsole.Of(parsed, TargetOption.Of(parsed, folder))), cancellation));
        return command;
    }

    private static Command Drop(Operate operate)
    {
        var (id, leave) = (Id(), new LeaveArguments());
        var command = new Command("drop", "Lets go of one for good.") { id };
        leave.AddTo(command);
        command.SetAction((parsed, cancellation) => operate(DeadLetterOperations.Drop.Asked(new LetterChoice(parsed.GetValue(id), leave.Of(parsed)), OperatorConsole.Of(parsed)), cancellation));
        return command;
    }

    private static Argument<string> Id() => new("id") { Description = "As letters list shows it." };
}
