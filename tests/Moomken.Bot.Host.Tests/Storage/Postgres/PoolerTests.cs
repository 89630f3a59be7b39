using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Incidents;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage.Postgres;

/// <summary>Behind a pooler that changes sessions no node is started: it would be deaf, and taken for dead.</summary>
public class PoolerTests
{
    [Fact]
    public async Task Through_a_pooler_in_transaction_mode_the_store_does_not_open_and_says_what_to_change()
    {
        var cluster = await TestCluster.Get();
        var database = await cluster.NewDatabase();
        await using var pooler = await TestPooler.Start(cluster, "transaction");

        var refused = Assert.Throws<StoreUnavailableException>(() => Open(pooler.Through(database)));

        Assert.Contains("changes the session between transactions", refused.Message, StringComparison.Ordinal);
        Assert.Contains("pool_mode=session", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestCluster.Password, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pooler_that_changes_the_name_of_connections_is_refused_too()
    {
        var cluster = await TestCluster.Get();
        var database = await cluster.NewDatabase();
        await using var pooler = await TestPooler.Start(cluster, "session", "application_name_add_host = 1");

        var refused = Assert.Throws<StoreUnavailableException>(() => Open(pooler.Through(database)));

        Assert.Contains("application_name", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pooler_that_keeps_the_session_is_as_good_as_none()
    {
        var cluster = await TestCluster.Get();
        var database = await cluster.NewDatabase();
        await using var pooler = await TestPooler.Start(cluster, "session");

        await using var store = Open(pooler.Through(database));
        await store.WriteAsync(transaction =>
        {
            transaction.Put(TakenCode.Documents, new TakenCode("ABCDEFGH"));
            return true;
        }, TestContext.Current.CancellationToken);

        Assert.NotNull(await store.ReadAsync(reader => reader.Get(TakenCode.Documents, "ABCDEFGH"), TestContext.Current.CancellationToken));
    }

    private static PostgresStore Open(string database) => PostgresStore.Open(new PostgresOptions { ConnectionString = database }, TestVault.New(), TimeProvider.System);
}
