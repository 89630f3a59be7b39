using System.CommandLine;
using Moomken.Bot.Host.Exports;
using Moomken.Bot.Incidents;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Commands;

/// <summary>What an export needs of the running service's parts. The command closes the store when it is done.</summary>
public sealed record ExportSetup(IStore Store, ExportSources Sources, IdSource Ids);

/// <summary><c>export incidents</c>: reports as a spreadsheet, a map layer or JSON.</summary>
public static class ExportCommand
{
    public const int Written = 0;

    /// <summary>The arguments are wrong; every fault is on the error output. Also what the parser itself answers.</summary>
    public const int WrongArguments = 1;

    /// <summary>The store could not be read or the file not written; the error output says why.</summary>
    public const int Failed = 2;

    /// <param name="open">Opens the store and what goes with it; called only when the arguments are right.</param>
    /// <param name="time">For the notice and the audit.</param>
    public static Command Create(Func<CancellationToken, Task<ExportSetup>> open, TimeProvider time)
    {
        var arguments = new ExportArguments();
        var incidents = new Command("incidents", "Writes the reports to a file, without names unless a role and a reason are given.");
        arguments.AddTo(incidents);
        incidents.SetAction((parsed, cancellation) => Run(arguments, parsed, open, time, cancellation));
        return new Command("export", "Takes data out in a format that other programs read.") { incidents };
    }

    private static async Task<int> Run(
        ExportArguments arguments, ParseResult parsed, Func<CancellationToken, Task<ExportSetup>> open, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            var setup = await open(cancellation);
            await using (setup.Store)
            {
                var export = await IncidentExport.Prepare(setup.Store, setup.Ids, time, setup.Sources, arguments.Request(parsed), cancellation);
                var format = arguments.Format(parsed);
                var path = arguments.Target(parsed, ExportFile.Name(export, format));
                ExportFile.Write(export, format, path);
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{export.Rows.Count} rows ({export.Request.Description}) written to {path}");
                return Written;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StoreUnavailableException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"Nothing was exported: {fault.Message}");
            return Failed;
        }
    }
}
