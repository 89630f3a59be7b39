using LiteDB;
using LiteDB.Engine;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>What is committed goes on into LiteDB without making anybody wait for all of it.</summary>
public sealed class RowMovingTests : IDisposable
{
    private const int Closed = 4_000;

    private readonly MemoryFile file = new();
    private readonly Unapplied unapplied = new(_ => [1, 2, 3]);
    private readonly LiteDbStoreOptions options = new() { DataDirectory = "unused", JournalBytes = 1_000_000 };

    [Fact]
    public void A_generation_moves_in_small_slices_and_is_done_before_the_next_is_half_full()
    {
        CloseAGeneration();
        var moving = new RowMoving(unapplied, options);
        for (var length = 1_000L; length <= options.JournalBytes / 2; length += 1_000)
        {
            var before = unapplied.Closing.Count;
            moving.Due(file, length);
            Assert.InRange(before - unapplied.Closing.Count, 0, 64);
        }

        Assert.Equal((0, Closed), (unapplied.Closing.Count, file.Rows));
    }

    [Fact]
    public void A_gap_moves_one_slice()
    {
        CloseAGeneration();
        new RowMoving(unapplied, options).Early(file);
        Assert.InRange(file.Rows, 1, 64);
    }

    [Fact]
    public async Task A_kind_that_is_used_for_the_first_time_leaves_the_others_where_they_are()
    {
        using var vault = TestVault.New();
        await using var store = LiteDbStore.Open(
            new LiteDbStoreOptions { DataDirectory = "unused" }, vault, TimeProvider.System, new SimulatedDisk(new Random(1)));
        for (var n = 0; n < 300; n++)
        {
            await store.WriteAsync(transaction =>
            {
                transaction.Put(Note.Documents, new Note($"{n:0000}", new string('x', 1_000)));
                return true;
            });
        }

        var pages = store.Counters.LogPages;
        var other = Counter.Documents with { Name = "others", Indexes = [new DocumentIndex<Counter>("value", counter => $"{counter.Value}")] };
        Assert.Empty(await store.ReadAsync(reader => reader.Scan(other, 10)));
        Assert.InRange(store.Counters.LogPages - pages, 1, 20);
    }

    public void Dispose() => file.Dispose();

    private void CloseAGeneration()
    {
        for (var n = 0; n < Closed; n++)
        {
            unapplied.Active.Add(new UnappliedRow("notes", $"{n:0000}", 1, [], new JournalPlace(0, n, 3)));
        }

        unapplied.Turn();
    }

    private sealed class MemoryFile : IEngineFile
    {
        public StoreMode Mode => StoreMode.CheckedLog;

        public LiteEngine Engine { get; } = new(new EngineSettings { DataStream = new MemoryStream(), LogStream = new MemoryStream(), Collation = Collation.Binary });

        public int Rows { get; private set; }

        public long LogPages => 0;

        public void Commit(Action<LiteEngine> changes)
        {
            changes(Engine);
            using var reader = Engine.Query("notes", new Query { Select = "COUNT(*)" });
            Rows = reader.Read() ? reader.Current.AsDocument.Values.First().AsInt32 : 0;
        }

        public void Run(Func<LiteEngine, bool> change) => change(Engine);

        public void Checkpoint() => Engine.Checkpoint();

        public void Abandon() => Engine.Dispose();

        public void Dispose() => Engine.Dispose();
    }
}
