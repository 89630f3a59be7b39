using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

public class InMemoryStoreTests : StoreContract
{
    [Fact]
    public async Task A_work_within_a_work_is_refused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Store.WriteAsync(_ => Store.ReadAsync(reader => reader.Get(Note.Documents, "1")).GetAwaiter().GetResult()));

    protected override ValueTask<IStore> Open() => ValueTask.FromResult<IStore>(new InMemoryStore());
}
