using System.CommandLine;
using Moomken.Bot.Host.Settings;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Moving;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Commands;

/// <summary><c>move</c>: the documents of the data folder into the database that the settings name.</summary>
internal static class MoveCommand
{
    public static Command Create(Func<IConfiguration> configuration, TimeProvider time)
    {
        var command = new Command("move", "Copies the data folder into PostgreSQL (Storage__Provider=Postgres, Storage__ConnectionString) and proves each document. The service must be stopped. May be cut off and run again.");
        command.SetAction(async (parsed, _) => await RunAsync(configuration(), parsed.InvocationConfiguration, time));
        return command;
    }

    private static async Task<int> RunAsync(IConfiguration configuration, InvocationConfiguration console, TimeProvider time)
    {
        var (options, storage) = (MoomkenOptions.Read(configuration), StorageOptions.Read(configuration));
        List<string> faults = [.. storage.Faults()];
        if (!storage.IsPostgres)
        {
            faults.Add("Storage__Provider is not Postgres: the move goes into the database that the settings name.");
        }

        if (!File.Exists(Path.Combine(options.DataDirectory, LiteDbStoreOptions.UsualFileName)))
        {
            faults.Add($"There is no data in {options.DataDirectory}. Set Moomken__DataDirectory as the service had it.");
        }

        if (faults.Count > 0)
        {
            faults.ForEach(console.Error.WriteLine);
            return ServeCommand.WrongConfiguration;
        }

        try
        {
            await MoveAsync(options.DataDirectory, storage, console.Output, time);
            return 0;
        }
        catch (StoreUnavailableException unavailable)
        {
            await console.Error.WriteLineAsync($"Not moved: {unavailable.Message}");
            return ServeCommand.CodeOf(unavailable);
        }
    }

    private static async Task MoveAsync(string folder, StorageOptions storage, TextWriter output, TimeProvider time)
    {
        using var vault = KeyFile.Open(folder);
        await using var from = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder }, vault, time);
        await using var to = PostgresStore.Open(new PostgresOptions { ConnectionString = storage.ConnectionString! }, vault, time);
        using var sent = SentLogFile.Open(folder);
        MoveMarks.Begin(to, folder);
        var moved = await new StoreMove(from, to, sent).RunAsync();
        SharedFiles.Check(to, storage.FilesOr(folder));
        MoveMarks.Finish(to, folder, time.GetUtcNow());
        foreach (var kind in moved.Where(kind => kind.Documents > 0))
        {
            await output.WriteLineAsync($"{kind.Documents,9} {kind.Kind}{(kind.Written < kind.Documents ? $" ({kind.Documents - kind.Written} were there already)" : "")}");
        }

        await output.WriteLineAsync($"Moved to {to.Place}; each document was read from both sides and is the same.");
        await output.WriteLineAsync($"Start the service with Storage__Provider=Postgres. Every node needs a copy of {Path.Combine(folder, KeyFile.FileName)}, and the folders evidence and uploads.");
    }
}
