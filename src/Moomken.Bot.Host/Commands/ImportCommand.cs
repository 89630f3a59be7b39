using System.CommandLine;
using Moomken.Bot.Observers;
using Moomken.Bot.People;
using Moomken.Bot.Places;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Commands;

/// <summary>What an import needs of the service's parts. The command closes the store when it is done.</summary>
/// <param name="Store">Where to.</param>
/// <param name="Places">Municipalities and what was imported.</param>
/// <param name="Vault">Look-ups.</param>
/// <param name="Ids">Ids and codes.</param>
/// <param name="InviteDays">How long a code opens the door.</param>
/// <param name="TelegramBot">The bot's name on Telegram without the @; null when nobody said.</param>
public sealed record ImportSetup(IStore Store, Gazetteer Places, Vault Vault, IdSource Ids, int InviteDays, string? TelegramBot);

/// <summary><c>import places</c> and <c>import observers</c>: tables of the network into the store.</summary>
public static class ImportCommand
{
    public const int Done = 0;

    /// <summary>The arguments or the file have faults; all of them are on the error output, and nothing was written.</summary>
    public const int WrongFile = 1;

    /// <summary>The store could not be opened or a file not be written; the error output says why.</summary>
    public const int Failed = 2;

    /// <param name="open">Opens the store and what goes with it; called only when the arguments are right.</param>
    /// <param name="time">For codes and the name of their file.</param>
    public static Command Create(Func<CancellationToken, Task<ImportSetup>> open, TimeProvider time) =>
        new("import", "Takes places or observers in from a table (CSV).") { Places(open), Observers(open, time) };

    private static Command Places(Func<CancellationToken, Task<ImportSetup>> open)
    {
        var arguments = new ImportArguments();
        var command = new Command("places", "Polling centres and stations. The same file again changes nothing; a place that is not in it stays.");
        arguments.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, open, async setup =>
        {
            var tally = await new PlaceImport(setup.Places).RunAsync(setup.Store, arguments.Bytes(parsed), arguments.IsDryRun(parsed), cancellation);
            return ImportReport.Write(parsed.InvocationConfiguration, tally, arguments.IsDryRun(parsed), "place");
        }, cancellation));
        return command;
    }

    private static Command Observers(Func<CancellationToken, Task<ImportSetup>> open, TimeProvider time)
    {
        var arguments = new ImportArguments();
        var command = new Command("observers", "Observers and trainers, each with an invite code. The same file again makes no code; who is not in it stays.");
        arguments.AddTo(command);
        arguments.AddInvitesTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, open, async setup =>
        {
            var seal = new PersonSeal(setup.Vault, setup.Ids);
            var import = new ObserverImport(setup.Places, setup.Vault, seal, setup.Ids, time);
            var wish = arguments.Wish(parsed, setup.InviteDays);
            var file = new InviteFile(arguments.Target(parsed, time), arguments.Bot(parsed) ?? setup.TelegramBot);
            var tally = await import.RunAsync(setup.Store, arguments.Bytes(parsed), wish, file.WriteAsync, cancellation);
            var code = ImportReport.Write(parsed.InvocationConfiguration, tally.Counts, wish.DryRun, "observer");
            ImportReport.Write(parsed.InvocationConfiguration, tally.Invites, file.Path);
            return code;
        }, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, Func<CancellationToken, Task<ImportSetup>> open, Func<ImportSetup, Task<int>> import, CancellationToken cancellation)
    {
        try
        {
            var setup = await open(cancellation);
            await using (setup.Store)
            {
                return await import(setup);
            }
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreConflictException or IOException or UnauthorizedAccessException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"Not imported: {fault.Message}");
            return Failed;
        }
    }
}
