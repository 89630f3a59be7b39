using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Tests.Storage;

public class LiteDbStoreTests : StoreContract
{
    private readonly TemporaryFolder folder = new();
    private readonly Vault vault = TestVault.New();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
        vault.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override ValueTask<IStore> Open() => ValueTask.FromResult<IStore>(
        LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder.Path }, vault, TimeProvider.System));
}
