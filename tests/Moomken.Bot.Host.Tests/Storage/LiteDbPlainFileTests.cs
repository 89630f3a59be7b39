using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>The fallback keeps the same promises, slowly.</summary>
public class LiteDbPlainFileTests : StoreContract
{
    private readonly TemporaryFolder folder = new();
    private readonly Vault vault = TestVault.New();

    [Fact]
    public void It_says_in_health_that_it_is_the_fallback() =>
        Assert.Equal(StoreMode.PlainFile, ((LiteDbStore)Store).Health.Mode);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
        vault.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override ValueTask<IStore> Open() => ValueTask.FromResult<IStore>(
        LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder.Path, PlainFile = true }, vault, TimeProvider.System));
}
