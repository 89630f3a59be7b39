using System.CommandLine;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Observers;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>import places</c> and <c>import observers</c>: tables of the network into the data.</summary>
internal static class ImportCommand
{
    /// <param name="operate">Called only when the arguments are right.</param>
    /// <param name="configuration">For the bot's name and how long codes work.</param>
    public static Command Create(Operate operate, Func<IConfiguration> configuration) =>
        new("import", "Takes places or observers in from a table (CSV).") { Places(operate), Observers(operate, configuration) };

    private static Command Places(Operate operate)
    {
        var arguments = new ImportArguments();
        var command = new Command("places", "Polling centres and stations. The same file again changes nothing; a place that is not in it stays.");
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var file = arguments.Open(parsed);
            var request = new ImportRequest(new ObserverWish { DryRun = arguments.IsDryRun(parsed) }, null);
            return await operate(ImportOperations.Places.Asked(request, OperatorConsole.Of(parsed, input: file)), cancellation);
        });
        return command;
    }

    private static Command Observers(Operate operate, Func<IConfiguration> configuration)
    {
        var arguments = new ImportArguments();
        var command = new Command("observers", "Observers and trainers, each with an invite code. The same file again makes no code; who is not in it stays.");
        arguments.AddTo(command);
        arguments.AddInvitesTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = configuration();
            await using var file = arguments.Open(parsed);
            var request = new ImportRequest(arguments.Wish(parsed, MoomkenOptions.Read(settings).InviteDays), arguments.Bot(parsed) ?? TelegramBot(settings));
            return await operate(ImportOperations.Observers.Asked(request, OperatorConsole.Of(parsed, name => arguments.Target(parsed, name), file)), cancellation);
        });
        return command;
    }

    private static string? TelegramBot(IConfiguration settings) => settings.GetSection("WebChat:Handles").GetChildren()
        .FirstOrDefault(handle => string.Equals(handle["Name"], "Telegram", StringComparison.OrdinalIgnoreCase))?["Handle"]?.TrimStart('@');
}
