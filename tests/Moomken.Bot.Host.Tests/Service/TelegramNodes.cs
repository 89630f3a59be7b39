using Moomken.Bot.Fakes.Telegram;
using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Host.Tests.Storage.Postgres;
using Moomken.Bot.Storage;
using Npgsql;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>Several processes of the service on one database, behind a load balancer, with one Telegram before and behind them.</summary>
internal sealed class TelegramNodes : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LoadBalancer balancer;

    private TelegramNodes(FakeBotApi fake, LoadBalancer balancer, string database, int count)
    {
        (Fake, this.balancer, Database) = (fake, balancer, database);
        Processes = [.. Enumerable.Range(0, count).Select(_ => new ServiceProcess(DataFolder, TelegramService.SettingsFor(fake)))];
        foreach (var process in Processes)
        {
            foreach (var (name, value) in Storage)
            {
                process.Set(name, value);
            }

            process.Set("Moomken__PublicBaseUrl", balancer.Address);
        }

        Route(Processes);
    }

    public FakeBotApi Fake { get; }

    public string Database { get; }

    /// <summary>The settings that lead to the database.</summary>
    public IReadOnlyDictionary<string, string> Storage =>
        new Dictionary<string, string> { ["Storage__Provider"] = "Postgres", ["Storage__ConnectionString"] = Database };

    public IReadOnlyList<ServiceProcess> Processes { get; }

    /// <summary>What all nodes call themselves: where the load balancer listens.</summary>
    public string PublicUrl => balancer.Address;

    /// <summary>Of all nodes: keys, evidence and uploads.</summary>
    public string DataFolder => folder.File("data");

    /// <summary>With the fake, the balancer and the database running, and no node started yet.</summary>
    public static async Task<TelegramNodes> Make(int count)
    {
        var cluster = await TestCluster.Get();
        var fake = await FakeBotApi.Start();
        fake.Patience = TimeSpan.FromSeconds(60);
        return new TelegramNodes(fake, await LoadBalancer.Start(), await cluster.NewDatabase(), count);
    }

    /// <summary>From here on every note of a sent message is kept, also when the service forgets it.</summary>
    public Task KeepNotes() => Do("""
        CREATE TABLE IF NOT EXISTS noted (message text PRIMARY KEY, times int NOT NULL DEFAULT 1);
        CREATE OR REPLACE FUNCTION keep_note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO noted AS n (message) VALUES (NEW.message) ON CONFLICT (message) DO UPDATE SET times = n.times + 1; RETURN NEW; END $$;
        CREATE OR REPLACE TRIGGER keep_note BEFORE INSERT ON moomken.sent FOR EACH ROW EXECUTE FUNCTION keep_note();
        """);

    /// <summary>Message ids, with how often each was noted: also the second time, when the service changes nothing.</summary>
    public async Task<Dictionary<string, int>> Noted()
    {
        var noted = new Dictionary<string, int>(StringComparer.Ordinal);
        await using var connection = new NpgsqlConnection(Database + ";Pooling=false");
        await connection.OpenAsync();
        await using var select = new NpgsqlCommand("SELECT message, times FROM noted", connection);
        await using var reader = await select.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            noted.Add(reader.GetString(0), reader.GetInt32(1));
        }

        return noted;
    }

    /// <summary>Who sends for Telegram, by the name that the node has in the database. Null when nobody does.</summary>
    public async Task<string?> Sender() => (string?)await Do("SELECT node FROM moomken.leases WHERE name LIKE 'telegram/%' AND until > clock_timestamp()");

    /// <summary>As a load balancer does that has seen a node fail: the next requests go to these.</summary>
    public void Route(params IEnumerable<ServiceProcess> processes) => balancer.Use([.. processes.Select(process => process.Address)]);

    public async Task<object?> Do(string sql)
    {
        await using var connection = new NpgsqlConnection(Database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async Task<T> Stored<T>(Func<IStoreReader, T> read)
    {
        using var vault = KeyFile.Open(DataFolder);
        await using var store = PostgresStore.Open(new PostgresOptions { ConnectionString = Database }, vault, TimeProvider.System);
        return await store.ReadAsync(read);
    }

    public string Output => string.Join("\n--- next node\n", Processes.Select(process => process.Output));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes)
        {
            await process.DisposeAsync();
        }

        await balancer.DisposeAsync();
        await Fake.DisposeAsync();
        folder.Dispose();
    }
}
