using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Sealing;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

public class LiteDbStoreTests : StoreContract
{
    private readonly TemporaryFolder folder = new();
    private readonly Vault vault = TestVault.New();

    private LiteDbStore Lite => (LiteDbStore)Store;

    [Fact]
    public async Task A_commit_costs_one_flush()
    {
        await Increment("warm");
        var (fsyncs, commits) = (Lite.Counters.Fsyncs, Lite.Counters.Commits);

        for (var i = 0; i < 200; i++)
        {
            await Increment($"{i % 10}");
        }

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Increment($"{i % 50}")));

        var perCommit = (Lite.Counters.Fsyncs - fsyncs) / (double)(Lite.Counters.Commits - commits);
        Assert.True(Lite.Counters.Commits - commits >= 200);
        Assert.InRange(perCommit, 1.0, 1.05);
    }

    [Fact]
    public async Task Works_that_wait_share_one_commit_and_a_document_is_written_once()
    {
        await Increment("shared");
        using var free = new ManualResetEventSlim();
        var busy = Store.ReadAsync(_ => free.Wait(TimeSpan.FromSeconds(30)));
        var waiting = Enumerable.Range(0, 200).Select(_ => Increment("shared")).ToList();
        var (commits, rows) = (Lite.Counters.Commits, Lite.Counters.Rows);

        free.Set();
        await Task.WhenAll([busy, .. waiting]);

        // The reading work may have been taken alone or with some of the others.
        Assert.InRange(Lite.Counters.Commits - commits, 1, 2);
        Assert.InRange(Lite.Counters.Rows - rows, 1, 2);
        Assert.Equal(201, (await Store.ReadAsync(reader => reader.Get(Counter.Documents, "shared")))!.Value);
    }

    [Fact]
    public async Task A_document_that_was_read_once_is_handed_out_as_it_is_put_in()
    {
        await Put(new Note("1", "text"));
        await Store.ReadAsync(reader => reader.Get(Note.Documents, "1"));
        var note = new Note("1", "other text");
        await Put(note);

        Assert.Same(note, await Store.ReadAsync(reader => reader.Get(Note.Documents, "1")));
    }

    [Fact]
    public async Task Health_says_that_all_is_well()
    {
        await Increment("c");

        Assert.Equal(StoreMode.CheckedLog, Lite.Health.Mode);
        Assert.Null(Lite.Health.Problem);
        Assert.True(Lite.Health.LogPages > 0);
        Assert.True(Lite.Health.LastFsync > TimeSpan.Zero);
    }

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
