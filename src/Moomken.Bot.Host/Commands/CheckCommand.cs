using System.CommandLine;
using Moomken.Bot.Host.Content;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Telemetry;

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
        var options = MoomkenOptions.Read(configuration);
        var content = BotContent.Read(options);
        var channels = new ServiceCollection().AddChannels(configuration, content, options);
        List<string> faults = [.. UnknownSettings.In(configuration), .. options.Faults(channels.On), .. StorageOptions.Read(configuration).Faults(), .. TelemetryOptions.Read(configuration).Faults, .. channels.Faults, .. content.Faults];
        faults.ForEach(output.WriteLine);
        output.WriteLine(faults.Count == 0
            ? $"All is well: {content.Library.Dialogs.Count} dialogs, {content.Library.Forms.Count} forms, {content.Library.Texts.Entries.Count()} texts, {content.Places.Places.Count} places."
            : $"{faults.Count} thing(s) to mend.");
        return faults.Count == 0 ? 0 : 1;
    }
}
