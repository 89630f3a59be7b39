using System.CommandLine;
using Moomken.Bot.Host.Operations;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>export incidents</c>: reports as a spreadsheet, a map layer or JSON.</summary>
internal static class ExportCommand
{
    /// <param name="operate">Called only when the arguments are right.</param>
    public static Command Create(Operate operate)
    {
        var arguments = new ExportArguments();
        var incidents = new Command("incidents", "Writes the reports to a file, without names unless a role and a reason are given.");
        arguments.AddTo(incidents);
        incidents.SetAction((parsed, cancellation) => operate(
            IncidentExportOperation.Asked.Asked(
                new IncidentExportRequest(arguments.Format(parsed).Name, arguments.Request(parsed)),
                OperatorConsole.Of(parsed, name => arguments.Target(parsed, name))),
            cancellation));
        return new Command("export", "Takes data out in a format that other programs read.") { incidents };
    }
}
