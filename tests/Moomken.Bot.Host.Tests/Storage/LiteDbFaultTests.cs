using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>The disk fills up or fails under the running store, and gets well again.</summary>
public sealed class LiteDbFaultTests : IAsyncDisposable
{
    private readonly SimulatedDisk disk = new(new Random(11));
    private readonly Vault vault = TestVault.New();
    private readonly LiteDbStore store;

    public LiteDbFaultTests() => store = LiteDbStore.Open(
        new LiteDbStoreOptions { DataDirectory = "unused", JournalBytes = 20_000, CheckpointPages = 30, CheckpointHardCap = 100 }, vault, TimeProvider.System, disk);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        vault.Dispose();
    }

    [Fact]
    public async Task A_full_disk_fails_the_works_says_why_and_is_over_when_there_is_room()
    {
        await Put("1", "kept");
        disk.IsFull = true;

        // More than the room that the journal took before; from then on nothing fits.
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => Put("1", new string('x', 2_000_000)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Put("2", "lost"));

        Assert.Contains("full", error.Message, StringComparison.Ordinal);
        Assert.Contains("full", store.Health.Problem, StringComparison.Ordinal);
        Assert.Equal("kept", await Text("1"));
        Assert.Null(await Text("2"));

        disk.IsFull = false;
        await Put("2", "after");
        Assert.Equal("after", await Text("2"));
        Assert.Null(store.Health.Problem);
    }

    [Fact]
    public async Task A_flush_that_fails_is_no_commit()
    {
        await Put("1", "kept");
        disk.FlushFails = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Put("1", "lost"));

        disk.FlushFails = false;
        Assert.Equal("kept", await Text("1"));
        await Put("3", "after");
        Assert.Equal("after", await Text("3"));
        Assert.Equal(1, await store.ReadAsync(reader => reader.Version(Note.Documents, "1")));
    }

    [Fact]
    public async Task A_disk_that_fills_up_again_and_again_loses_and_tears_nothing()
    {
        var random = new Random(4);
        var kept = new Dictionary<string, string>();
        for (var i = 0; i < 600; i++)
        {
            disk.IsFull = random.Next(4) == 0;
            disk.FlushFails = random.Next(12) == 0;
            var id = $"{random.Next(40)}";
            try
            {
                await Put(id, $"text {i} {new string('x', random.Next(4_000))}");
                kept[id] = $"text {i} ";
            }
            catch (StoreUnavailableException)
            {
                // Not kept.
            }
        }

        (disk.IsFull, disk.FlushFails) = (false, false);
        var notes = await store.ReadAsync(reader => reader.Scan(Note.Documents, 100));
        Assert.Equal(
            kept.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            notes.Select(note => KeyValuePair.Create(note.Id, note.Text[..(note.Text.LastIndexOf(' ') + 1)])));
        Assert.True(store.Counters.Checkpoints > 0);
    }

    [Fact]
    public async Task Works_beyond_the_limit_are_refused_at_once()
    {
        using var free = new ManualResetEventSlim();
        await using var small = LiteDbStore.Open(
            new LiteDbStoreOptions { DataDirectory = "unused", MaxWaiting = 10 }, vault, TimeProvider.System, new SimulatedDisk(new Random(1)));
        using var started = new ManualResetEventSlim();
        var busy = small.ReadAsync(_ =>
        {
            started.Set();
            return free.Wait(TimeSpan.FromSeconds(30));
        });
        started.Wait(TimeSpan.FromSeconds(30));

        var works = Enumerable.Range(0, 11).Select(_ => small.ReadAsync(reader => reader.Get(Note.Documents, "1"))).ToList();

        Assert.True(works[10].IsFaulted);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => works[10]);
        free.Set();
        await Task.WhenAll([busy, .. works.Take(10)]);
    }

    [Fact]
    public async Task The_log_goes_into_the_data_file_when_nothing_waits_and_at_the_cap_under_load()
    {
        for (var i = 0; i < 100; i++)
        {
            await Put($"{i}", new string('x', 3_000));
        }

        await Put("last", "text");
        Assert.True(store.Counters.Checkpoints > 0);
        Assert.True(store.Health.LogPages <= 30 + 10, $"{store.Health.LogPages} pages");

        var before = store.Counters.Checkpoints;
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => Put($"{i % 300}", new string('x', 3_000))));
        Assert.True(store.Counters.Checkpoints > before);
    }

    private Task Put(string id, string text) => store.WriteAsync(transaction =>
    {
        transaction.Put(Note.Documents, new Note(id, text));
        return true;
    });

    private async Task<string?> Text(string id) => (await store.ReadAsync(reader => reader.Get(Note.Documents, id)))?.Text;
}
