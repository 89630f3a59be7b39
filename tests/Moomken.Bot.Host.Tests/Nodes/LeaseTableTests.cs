using Moomken.Bot.Host.Nodes;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Host.Tests.Storage.Postgres;
using Npgsql;
using Xunit;

namespace Moomken.Bot.Host.Tests.Nodes;

public class LeaseTableTests
{
    private static readonly string[] Both = ["kannel/1", "telegram/1"];

    [Fact]
    public async Task An_account_that_another_node_is_claiming_this_moment_is_passed_over_and_not_waited_for()
    {
        await using var database = await Opened();
        await Do(database, "INSERT INTO moomken.leases (name, node, term, until) SELECT n, 'dead', 7, clock_timestamp() - interval '1 minute' FROM unnest(ARRAY['kannel/1', 'telegram/1']) n");
        await using var other = await database.OpenConnectionAsync();
        await using var claim = await other.BeginTransactionAsync();
        await Do(other, "SELECT 1 FROM moomken.leases WHERE name = 'telegram/1' FOR UPDATE");

        // Were it waited for, this would end with the time limit of the command.
        await using var connection = await database.OpenConnectionAsync();
        var table = new LeaseTable("a");
        Assert.Equal(new Dictionary<string, long> { ["kannel/1"] = 8 }, await table.TakeAsync(connection, Both, CancellationToken.None));
        Assert.Empty(await new LeaseTable("b").StandInAsync(connection, ["telegram/1"], CancellationToken.None));

        await claim.RollbackAsync();
        Assert.Equal(new Dictionary<string, long> { ["kannel/1"] = 8, ["telegram/1"] = 8 }, await table.TakeAsync(connection, Both, CancellationToken.None));
    }

    [Fact]
    public async Task Of_many_nodes_that_see_one_die_each_account_goes_to_exactly_one()
    {
        await using var database = await Opened();
        string[] accounts = [.. Enumerable.Range(0, 40).Select(n => $"kannel-{n}/1")];
        var nodes = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Living(database, $"{n}")));
        for (var death = 1; death <= 10; death++)
        {
            await Do(database, "DELETE FROM moomken.leases");
            await Do(database, "INSERT INTO moomken.leases (name, node, term, until) SELECT 'kannel-' || n || '/1', 'dead', 1, clock_timestamp() FROM generate_series(0, 39) n");
            var claims = await Task.WhenAll(nodes.Select((node, n) => new LeaseTable($"{n}").TakeAsync(node, (death + n) % 2 == 0 ? accounts : [.. accounts.Reverse()], CancellationToken.None)));
            Assert.Equal(accounts.Order(StringComparer.Ordinal), claims.SelectMany(terms => terms.Keys).Order(StringComparer.Ordinal));
            Assert.All(claims.SelectMany(terms => terms.Values), term => Assert.Equal(2, term));
        }

        await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_node_keeps_what_it_has_and_gets_nothing_that_a_living_one_has()
    {
        await using var database = await Opened();
        await using var connection = await database.OpenConnectionAsync();
        await Do(connection, "SET application_name = 'moomken a'");
        var (a, b) = (new LeaseTable("a"), new LeaseTable("b"));
        var first = await a.TakeAsync(connection, Both, CancellationToken.None);
        Assert.Equal(new Dictionary<string, long> { ["kannel/1"] = 1, ["telegram/1"] = 1 }, first);
        Assert.Empty(await b.TakeAsync(connection, Both, CancellationToken.None));
        Assert.Equal(first, await a.TakeAsync(connection, Both, CancellationToken.None));

        // Its process is gone, though its time is not over.
        await Do(connection, "SET application_name = 'moomken b'");
        Assert.Equal(new Dictionary<string, long> { ["kannel/1"] = 2, ["telegram/1"] = 2 }, await b.TakeAsync(connection, Both, CancellationToken.None));
        Assert.Empty(await a.TakeAsync(connection, Both, CancellationToken.None));
    }

    private static async Task<NpgsqlConnection> Living(NpgsqlDataSource database, string node)
    {
        var connection = await database.OpenConnectionAsync();
        await Do(connection, $"SET application_name = 'moomken {node}'");
        return connection;
    }

    private static async Task<NpgsqlDataSource> Opened()
    {
        var text = await (await TestCluster.Get()).NewDatabase();
        await using (PostgresStore.Open(new PostgresOptions { ConnectionString = text }, TestVault.New(), TimeProvider.System))
        {
            // The program makes its tables when it opens the store.
        }

        return NpgsqlDataSource.Create(text);
    }

    private static async Task Do(NpgsqlDataSource database, string sql)
    {
        await using var connection = await database.OpenConnectionAsync();
        await Do(connection, sql);
    }

    private static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
