using System.CommandLine;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>check</c>: every fault of dialogs, content and settings, each with its file and line, in one list.</summary>
internal static class CheckCommand
{
    public static Command Create(Func<IConfiguration> configuration)
    {
        var command = new Command("check", "Checks dialogs, content and settings without starting anything. Ends with 0 when all is well, else 1.");
        command.SetAction(parsed => Run(configuration(), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(IConfiguration configuration, TextWriter output)
    {
        var parts = ServiceParts.Read(new ServiceCollection(), configuration);
        var (faults, content) = (parts.Faults(configuration), parts.Content);
        foreach (var fault in faults)
        {
            output.WriteLine(fault);
        }

        output.WriteLine(faults.Count == 0
            ? $"All is well: {content.Library.Dialogs.Count} dialogs, {content.Library.Forms.Count} forms, {content.Library.Texts.Entries.Count()} texts, {content.Places.Places.Count} places."
            : $"{faults.Count} thing(s) to mend.");
        return faults.Count == 0 ? 0 : 1;
    }
}
