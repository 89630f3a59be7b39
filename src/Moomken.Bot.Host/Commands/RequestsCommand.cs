using System.CommandLine;
using Moomken.Bot.Host.Operations;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>requests list|show|answered</c>: people who asked for a person to talk to.</summary>
internal static class RequestsCommand
{
    public static Command Create(Operate operate) =>
        new("requests", "People who asked for a person to talk to.") { List(operate), Show(operate), Answered(operate) };

    private static Command List(Operate operate)
    {
        var all = new Option<bool>("--all") { Description = "Answered ones too." };
        var command = new Command("list", "Lists the requests that wait: code, time, how long they wait.") { all };
        command.SetAction((parsed, cancellation) =>
            operate(RequestOperations.List.Asked(new RequestChoice(null, parsed.GetValue(all), null), OperatorConsole.Of(parsed)), cancellation));
        return command;
    }

    private static Command Show(Operate operate)
    {
        var (code, leave) = (CodeArgument.Create("request"), new LeaveArguments());
        var command = new Command("show", "Shows one with the person's words. A line is written to the audit first.") { code };
        leave.AddTo(command);
        command.SetAction((parsed, cancellation) =>
            operate(RequestOperations.Show.Asked(new RequestChoice(CodeArgument.Of(parsed, code), true, leave.Of(parsed)), OperatorConsole.Of(parsed)), cancellation));
        return command;
    }

    private static Command Answered(Operate operate)
    {
        var code = CodeArgument.Create("request");
        var command = new Command("answered", "Notes that somebody has talked with the person.") { code };
        command.SetAction((parsed, cancellation) =>
            operate(RequestOperations.Answered.Asked(new RequestChoice(CodeArgument.Of(parsed, code), true, null), OperatorConsole.Of(parsed)), cancellation));
        return command;
    }
}
