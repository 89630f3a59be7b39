using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

public sealed class SnapshotTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder folder = new();
    private readonly Vault vault = TestVault.New();

    public void Dispose()
    {
        vault.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_copy_made_while_people_write_shows_one_moment_and_nobody_waits_for_it()
    {
        var options = new LiteDbStoreOptions { DataDirectory = folder.File("data"), JournalBytes = 20_000, CheckpointPages = 10, CheckpointHardCap = 20 };
        var copy = folder.File("copy");
        Directory.CreateDirectory(copy);
        await using (var store = LiteDbStore.Open(options, vault, TimeProvider.System))
        {
            await Write(store, 0, 300);
            var checkpoints = 0L;
            await using (var snapshot = await store.SnapshotAsync())
            {
                checkpoints = store.Counters.Checkpoints;
                await Write(store, 300, 900);
                await using (var data = snapshot.Open())
                await using (var target = File.Create(Path.Combine(copy, LiteDbStoreOptions.UsualFileName)))
                {
                    await data.CopyToAsync(target, TestContext.Current.CancellationToken);
                }

                await Write(store, 900, 1_000);
                Assert.True(snapshot.IsStill);
                Assert.Equal(checkpoints, store.Counters.Checkpoints);
            }

            await Write(store, 1_000, 1_100);
            await Until(() => store.Counters.Checkpoints > checkpoints);
        }

        Assert.Equal(300, DocumentCount.Of(copy, vault)["notes"]);
        Assert.Equal(1_100, DocumentCount.Of(options.DataDirectory, vault)["notes"]);
    }

    [Fact]
    public async Task Two_copies_one_after_the_other_show_two_moments()
    {
        var options = new LiteDbStoreOptions { DataDirectory = folder.File("data") };
        await using var store = LiteDbStore.Open(options, vault, TimeProvider.System);
        foreach (var count in new[] { 10, 20 })
        {
            await Write(store, count - 10, count);
            var copy = folder.File($"copy{count}");
            Directory.CreateDirectory(copy);
            await using (var snapshot = await store.SnapshotAsync())
            await using (var data = snapshot.Open())
            await using (var target = File.Create(Path.Combine(copy, LiteDbStoreOptions.UsualFileName)))
            {
                await data.CopyToAsync(target, TestContext.Current.CancellationToken);
            }

            Assert.Equal(count, DocumentCount.Of(copy, vault)["notes"]);
        }
    }

    [Fact]
    public async Task A_damaged_copy_is_known_as_one()
    {
        var options = new LiteDbStoreOptions { DataDirectory = folder.File("data") };
        await using (var store = LiteDbStore.Open(options, vault, TimeProvider.System))
        {
            await Write(store, 0, 50);
        }

        using var stranger = TestVault.New(fill: 8);
        Assert.Throws<StoreUnavailableException>(() => DocumentCount.Of(options.DataDirectory, stranger));
        var path = Path.Combine(options.DataDirectory, options.FileName);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        for (var place = bytes.Length / 2; place < bytes.Length; place += 100)
        {
            bytes[place] ^= 0x55;
        }

        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        Assert.Throws<StoreUnavailableException>(() => DocumentCount.Of(options.DataDirectory, vault));
    }

    private static Task Write(LiteDbStore store, int from, int to) => Task.WhenAll(Enumerable.Range(from, to - from).Select(i => store.WriteAsync(
        transaction =>
        {
            transaction.Put(Note.Documents, new Note($"n{i:D6}", new string('م', 400)));
            return true;
        })));

    private static async Task Until(Func<bool> so)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!so())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
