using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Storage.Postgres;

public class PostgresStoreTests : StoreContract
{
    protected override async ValueTask<IStore> Open()
    {
        var cluster = await TestCluster.Get();
        return PostgresStore.Open(new PostgresOptions { ConnectionString = await cluster.NewDatabase() }, TestVault.New(), TimeProvider.System);
    }
}
