using System.CommandLine;
using Moomken.Bot.Host.Doctor;
using Moomken.Bot.Host.Operations;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>doctor</c>: looks at everything that can be wrong, and says how to mend it. Ends with 0 when nothing fails, else 1.</summary>
internal static class DoctorCommand
{
    public static Command Create(Func<IConfiguration> configuration, Operate operate, TimeProvider time)
    {
        var here = new Option<bool>("--no-network") { Description = "Does not ask the providers of the channels." };
        var command = new Command("doctor", "Looks at settings, folder, keys, disk, clock, store, roster, places and channels. Changes nothing. Ends with 0 when nothing fails, else 1.") { here };
        command.SetAction(async (parsed, cancellation) =>
        {
            var parts = ServiceParts.Read(new ServiceCollection(), configuration());
            List<DoctorLine> lines = [.. Settings(parts, configuration()), .. new MachineChecks(parts.Options.DataDirectory, time).Run()];
            foreach (var line in lines)
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(line.Shown);
            }

            using var closed = new StringWriter();
            var inside = await operate(DoctorOperation.Look.Asked(new DoctorRequest(!parsed.GetValue(here)), new OperatorConsole(parsed.InvocationConfiguration.Output, closed)), cancellation);
            await parsed.InvocationConfiguration.Output.WriteAsync(Closed(closed.ToString()));
            return inside != Operation.Done || lines.Exists(line => line.State == DoctorState.Fail) ? DoctorOperation.Ill : Operation.Done;
        });
        return command;
    }

    /// <summary>What kept us from the data, as a line among the others.</summary>
    private static string Closed(string faults) => string.Concat(faults.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
        .Select(fault => DoctorLine.Fail("store", fault.Replace("Not done: ", "", StringComparison.Ordinal)).Shown + Environment.NewLine));

    private static IEnumerable<DoctorLine> Settings(ServiceParts parts, IConfiguration configuration)
    {
        var faults = parts.Faults(configuration);
        return faults.Count == 0
            ? [DoctorLine.Well("settings", $"and content are right. On: {string.Join(", ", parts.Channels.On)}.")]
            : faults.Select(fault => DoctorLine.Fail("settings", fault));
    }
}
