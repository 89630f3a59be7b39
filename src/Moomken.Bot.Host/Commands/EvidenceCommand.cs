using System.CommandLine;
using Moomken.Bot.Host.Operations;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>evidence list|export</c>: the files of a report.</summary>
internal static class EvidenceCommand
{
    public static Command Create(Operate operate) => new("evidence", "The photos, voice notes and files of a report.") { List(operate), Export(operate) };

    private static Command List(Operate operate)
    {
        var code = CodeArgument.Create("report");
        var command = new Command("list", "Lists the files of a report, what became of them, and every hand that touched them.") { code };
        command.SetAction((parsed, cancellation) =>
            operate(EvidenceOperations.List.Asked(new EvidenceChoice(CodeArgument.Of(parsed, code), false, null), OperatorConsole.Of(parsed)), cancellation));
        return command;
    }

    private static Command Export(Operate operate)
    {
        var (code, folder, leave) = (CodeArgument.Create("report"), TargetOption.Folder(), new LeaveArguments());
        var view = new Option<bool>("--view") { Description = "The copies for viewing, without metadata, instead of the originals." };
        var command = new Command("export", "Writes the files of a report. A line of custody is written for each before it leaves.") { code, view, folder };
        leave.AddTo(command);
        command.SetAction((parsed, cancellation) => operate(
            EvidenceOperations.Export.Asked(
                new EvidenceChoice(CodeArgument.Of(parsed, code), parsed.GetValue(view), leave.Of(parsed)), OperatorConsole.Of(parsed, TargetOption.Of(parsed, folder))),
            cancellation));
        return command;
    }
}
