using System.CommandLine;
using Moomken.Bot.Host.Backup;
using Moomken.Bot.Host.Faults;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>backup create|verify|restore</c>.</summary>
internal static class BackupCommand
{
    private const int WrongArguments = 1;

    public static Command Create(Operate operate, Func<IConfiguration> configuration, TimeProvider time) => new("backup", "Makes, checks and restores copies of everything that is kept.")
    {
        Make(operate), Verify(time), Restore(configuration, time),
    };

    private static Command Make(Operate operate)
    {
        var folder = TargetOption.Folder();
        var passphrase = Passphrase("Seals the key file into the archive with the first line of this file. Without it the keys are not in the archive.");
        var command = new Command("create", "Writes an archive, while the service runs or not. People wait for half a second at most, with PostgreSQL not at all.") { folder, passphrase };
        command.SetAction((parsed, cancellation) => operate(
            BackupOperation.Create.Asked(new BackupRequest(Words(parsed, passphrase)), OperatorConsole.Of(parsed, TargetOption.Of(parsed, folder))), cancellation));
        return command;
    }

    private static Command Verify(TimeProvider time)
    {
        var (archive, key) = (Archive(), Key());
        var passphrase = Passphrase("Opens the key file in the archive with the first line of this file.");
        var command = new Command("verify", "Unpacks an archive to a temporary folder, checks every byte, opens every document and every file. Needs room for it once more.") { archive, key, passphrase };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, output => output.VerifyAsync(
            parsed.GetValue(archive)!, KeyOf(parsed, key, passphrase), cancellation), time));
        return command;
    }

    private static Command Restore(Func<IConfiguration> configuration, TimeProvider time)
    {
        var (archive, key) = (Archive(), Key());
        var passphrase = Passphrase("Opens the key file in the archive with the first line of this file.");
        var target = new Option<string?>("--to") { Description = "The data folder to make. It must be new or empty. Without it: into the database that the settings name (Storage__Provider=Postgres), which must be empty." };
        var command = new Command("restore", "Makes a data folder of an archive, or fills a database, checked as by verify. Sends nothing that may have been sent already.") { archive, target, key, passphrase };
        command.Validators.Add(result =>
        {
            if (result.GetResult(key) is null && result.GetResult(passphrase) is null)
            {
                result.AddError("Give --key FILE (the copy of moomken.keys), or --passphrase-file FILE when the keys were sealed into the archive.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var (from, opened) = (parsed.GetValue(archive)!, KeyOf(parsed, key, passphrase)!);
            if (parsed.GetValue(target) is { } folder)
            {
                return await RunAsync(parsed, output => output.RestoreAsync(from, Path.GetFullPath(folder), opened, cancellation), time);
            }

            var (options, storage) = (MoomkenOptions.Read(configuration()), StorageOptions.Read(configuration()));
            if (!storage.IsPostgres || storage.Faults().Any())
            {
                var faults = storage.IsPostgres ? storage.Faults() : ["Give --to FOLDER, or the settings of the database to fill (Storage__Provider=Postgres, Storage__ConnectionString)."];
                await parsed.InvocationConfiguration.Error.WriteLineAsync(string.Join('\n', faults));
                return WrongArguments;
            }

            return await GuardAsync(parsed, output => new DatabaseRestore(options.DataDirectory, storage, output, time, Fault()).RunAsync(from, opened, cancellation));
        });
        return command;
    }

    private static FaultPoint? Fault() => KillAtPoint.Parse(Environment.GetEnvironmentVariable(KillAtPoint.Variable), RestorePoints.All) is { } kill ? kill.Reached : null;

    private static Task<int> RunAsync(ParseResult parsed, Func<BackupRestore, Task> run, TimeProvider time) =>
        GuardAsync(parsed, output => run(new BackupRestore(output, time)));

    private static async Task<int> GuardAsync(ParseResult parsed, Func<TextWriter, Task> run)
    {
        try
        {
            await run(parsed.InvocationConfiguration.Output);
            return Operation.Done;
        }
        catch (StoreUnavailableException passing) when (passing.MayPass)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"Not done: {passing.Message} Then run the same command again.");
            return ServeCommand.CodeOf(passing);
        }
        catch (Exception fault) when (fault is BackupBrokenException or StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"Not done: {fault.Message}");
            return Operation.Failed;
        }
    }

    private static Argument<string> Archive()
    {
        var archive = new Argument<string>("archive") { Description = "As backup create made it." };
        archive.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !File.Exists(given.Value))
            {
                result.AddError($"There is no file {given.Value}.");
            }
        });
        return archive;
    }

    private static Option<string?> Key()
    {
        var key = new Option<string?>("--key") { Description = "The copy of moomken.keys that belongs to the data." };
        key.Validators.Add(result =>
        {
            if (result.Tokens is [.., var given] && !File.Exists(given.Value))
            {
                result.AddError($"--key: there is no file {given.Value}.");
            }
        });
        return key;
    }

    private static Option<string?> Passphrase(string description)
    {
        var passphrase = new Option<string?>("--passphrase-file") { Description = description };
        passphrase.Validators.Add(result =>
        {
            if (result.Tokens is [.., var given] && (!File.Exists(given.Value) || FirstLine(given.Value).Length < KeySeal.ShortestPassphrase))
            {
                result.AddError($"--passphrase-file: {given.Value} must be a file whose first line has at least {KeySeal.ShortestPassphrase} characters.");
            }
        });
        return passphrase;
    }

    private static BackupKey? KeyOf(ParseResult parsed, Option<string?> key, Option<string?> passphrase) =>
        parsed.GetValue(key) is null && parsed.GetValue(passphrase) is null ? null : new BackupKey(parsed.GetValue(key), Words(parsed, passphrase));

    private static string? Words(ParseResult parsed, Option<string?> passphrase) => parsed.GetValue(passphrase) is { } file ? FirstLine(file) : null;

    private static string FirstLine(string file) => File.ReadLines(file).FirstOrDefault()?.Trim() ?? "";
}
