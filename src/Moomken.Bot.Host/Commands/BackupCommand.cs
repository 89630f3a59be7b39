using System.CommandLine;
using Moomken.Bot.Host.Backup;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>backup create|verify|restore</c>.</summary>
internal static class BackupCommand
{
    public static Command Create(Operate operate, TimeProvider time) => new("backup", "Makes, checks and restores copies of everything that is kept.")
    {
        Make(operate), Verify(time), Restore(time),
    };

    private static Command Make(Operate operate)
    {
        var folder = TargetOption.Folder();
        var passphrase = Passphrase("Seals the key file into the archive with the first line of this file. Without it the keys are not in the archive.");
        var command = new Command("create", "Writes an archive, while the service runs or not. People wait for half a second at most.") { folder, passphrase };
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

    private static Command Restore(TimeProvider time)
    {
        var (archive, key) = (Archive(), Key());
        var passphrase = Passphrase("Opens the key file in the archive with the first line of this file.");
        var target = new Option<string>("--to") { Description = "The folder to make. It must be new or empty.", Required = true };
        var command = new Command("restore", "Makes a data folder of an archive, checked as by verify. Sends nothing that may have been sent already.") { archive, target, key, passphrase };
        command.Validators.Add(result =>
        {
            if (result.GetResult(key) is null && result.GetResult(passphrase) is null)
            {
                result.AddError("Give --key FILE (the copy of moomken.keys), or --passphrase-file FILE when the keys were sealed into the archive.");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(parsed, output => output.RestoreAsync(
            parsed.GetValue(archive)!, Path.GetFullPath(parsed.GetValue(target)!), KeyOf(parsed, key, passphrase)!, cancellation), time));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<BackupRestore, Task> run, TimeProvider time)
    {
        try
        {
            await run(new BackupRestore(parsed.InvocationConfiguration.Output, time));
            return Operation.Done;
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
