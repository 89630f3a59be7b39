using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>What every store does. One small class per store runs it.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private IStore? store;

    private protected IStore Store => store ?? throw new InvalidOperationException("Not opened yet.");

    public async ValueTask InitializeAsync() => store = await Open();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract ValueTask<IStore> Open();

    [Fact]
    public async Task What_one_work_writes_in_several_collections_is_there_together()
    {
        await Store.WriteAsync(transaction =>
        {
            transaction.Put(Note.Documents, new Note("1", "فُتح المركز في الموعد"));
            transaction.Put(Counter.Documents, new Counter("reports", 1));
            return true;
        });

        var (note, counter) = await Store.ReadAsync(reader => (reader.Get(Note.Documents, "1"), reader.Get(Counter.Documents, "reports")));

        Assert.Equal("فُتح المركز في الموعد", note!.Text);
        Assert.Equal(1, counter!.Value);
    }

    [Fact]
    public async Task A_work_that_throws_changes_nothing()
    {
        await Put(new Note("1", "before"));

        await Assert.ThrowsAsync<FormatException>(() => Store.WriteAsync<bool>(transaction =>
        {
            transaction.Put(Note.Documents, new Note("1", "after"));
            transaction.Put(Note.Documents, new Note("2", "new"));
            transaction.Delete(Note.Documents, "1");
            throw new FormatException();
        }));

        Assert.Equal(["before"], await Texts(reader => reader.Scan(Note.Documents, 10)));
    }

    [Fact]
    public async Task A_work_that_throws_hurts_no_neighbour()
    {
        var works = Enumerable.Range(0, 60).Select(i => Store.WriteAsync(transaction =>
        {
            var counter = transaction.Get(Counter.Documents, "c") ?? new Counter("c", 0);
            transaction.Put(Counter.Documents, counter with { Value = counter.Value + 1 });
            return i % 3 == 0 ? throw new FormatException() : i;
        })).ToList();

        await Assert.ThrowsAsync<FormatException>(() => Task.WhenAll(works));

        Assert.Equal(20, works.Count(work => work.IsFaulted));
        Assert.Equal(40, (await Store.ReadAsync(reader => reader.Get(Counter.Documents, "c")))!.Value);
    }

    [Fact]
    public async Task A_work_sees_what_it_has_written()
    {
        await Put(new Note("1", "old", "طرابلس"), new Note("3", "stays", "طرابلس"));

        var (got, found, scanned, version) = await Store.WriteAsync(transaction =>
        {
            transaction.Delete(Note.Documents, "1");
            transaction.Put(Note.Documents, new Note("2", "new", "طرابلس"));
            return (
                transaction.Get(Note.Documents, "1"),
                transaction.Find(Note.Documents, "place", "طرابلس", 10),
                transaction.Scan(Note.Documents, 10),
                transaction.Version(Note.Documents, "1"));
        });

        Assert.Null(got);
        Assert.Equal(["2", "3"], found.Select(note => note.Id));
        Assert.Equal(["2", "3"], scanned.Select(note => note.Id));
        Assert.Equal(0, version);
    }

    [Fact]
    public async Task Versions_count_the_writes_and_a_deleted_document_has_none()
    {
        Assert.Equal(0, await Version("1"));

        await Put(new Note("1", "a"));
        await Put(new Note("1", "b"), new Note("1", "c"));
        Assert.Equal(3, await Version("1"));

        await Store.WriteAsync(transaction =>
        {
            transaction.Delete(Note.Documents, "1");
            return true;
        });
        Assert.Equal(0, await Version("1"));
        Assert.Null(await Store.ReadAsync(reader => reader.Get(Note.Documents, "1")));

        await Put(new Note("1", "d"));
        Assert.Equal(1, await Version("1"));
    }

    [Fact]
    public async Task A_write_on_an_old_version_is_a_conflict_and_changes_nothing()
    {
        await Put(new Note("1", "first"));
        await PutExpecting(new Note("1", "second"), 1);

        await Assert.ThrowsAsync<StoreConflictException>(() => PutExpecting(new Note("1", "third"), 1));
        await Assert.ThrowsAsync<StoreConflictException>(() => PutExpecting(new Note("1", "third"), 0));
        await Assert.ThrowsAsync<StoreConflictException>(() => PutExpecting(new Note("2", "third"), 1));

        Assert.Equal(["second"], await Texts(reader => reader.Scan(Note.Documents, 10)));
    }

    [Fact]
    public async Task What_is_only_added_never_replaces_what_is_there_nor_what_was_added_a_moment_before()
    {
        await Put(new Note("taken", "first"));
        var added = await Store.WriteAsync(transaction => new[] { "taken", "free", "free" }.Select(id => transaction.TryAdd(Note.Documents, new Note(id, "second"))).ToList());
        Assert.Equal([false, true, false], added);
        Assert.Equal(["second", "first"], await Texts(reader => reader.Scan(Note.Documents, 10)));

        await Store.WriteAsync(transaction =>
        {
            transaction.Delete(Note.Documents, "free");
            return transaction.TryAdd(Note.Documents, new Note("free", "third"));
        });
        Assert.Equal(["third", "first"], await Texts(reader => reader.Scan(Note.Documents, 10)));
    }

    [Fact]
    public async Task Of_many_that_add_the_same_one_does_and_the_others_are_told_so()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() =>
            Store.WriteAsync($"conversation {i % 50}", transaction => transaction.TryAdd(Note.Documents, new Note($"{i % 10}", $"{i}"))))));
        Assert.Equal(10, added.Count(one => one));
        Assert.Equal(10, (await Texts(reader => reader.Scan(Note.Documents, 100))).Count);
    }

    [Fact]
    public async Task Of_writers_that_expect_the_same_version_one_wins()
    {
        await Put(new Note("1", "start"));

        var works = Enumerable.Range(0, 20).Select(i => PutExpecting(new Note("1", $"writer {i}"), 1)).ToList();
        await Assert.ThrowsAsync<StoreConflictException>(() => Task.WhenAll(works));

        Assert.Equal(1, works.Count(work => work.IsCompletedSuccessfully));
        Assert.Equal(2, await Version("1"));
    }

    [Fact]
    public async Task Sixteen_threads_lose_no_update()
    {
        var threads = Enumerable.Range(0, 16).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await Increment($"counter {(thread + i) % 4}");
            }
        }));
        await Task.WhenAll(threads);

        var counters = await Store.ReadAsync(reader => reader.Scan(Counter.Documents, 10));

        Assert.Equal(16 * 50, counters.Sum(counter => counter.Value));
        Assert.Equal(4, counters.Count);
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_work()
    {
        using var enough = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var i = 1; i <= 300; i++)
            {
                await Store.WriteAsync(transaction =>
                {
                    transaction.Put(Counter.Documents, new Counter("left", i));
                    transaction.Put(Counter.Documents, new Counter("right", i));
                    return true;
                });
            }

            await enough.CancelAsync();
        });

        do
        {
            var (left, right) = await Store.ReadAsync(reader => (reader.Get(Counter.Documents, "left")?.Value, reader.Get(Counter.Documents, "right")?.Value));
            Assert.Equal(left, right);
        }
        while (!enough.IsCancellationRequested);

        await writer;
    }

    [Fact]
    public async Task A_cancelled_work_is_not_run()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.WriteAsync(
            transaction =>
            {
                transaction.Put(Note.Documents, new Note("1", "never"));
                return true;
            },
            cancelled.Token));

        Assert.Null(await Store.ReadAsync(reader => reader.Get(Note.Documents, "1")));
    }

    [Fact]
    public async Task An_asynchronous_work_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.WriteAsync(async transaction =>
        {
            await Task.Yield();
            transaction.Put(Note.Documents, new Note("1", "too late"));
        }));

    [Fact]
    public async Task A_transaction_kept_beyond_its_work_is_of_no_use()
    {
        var kept = await Store.WriteAsync(transaction => transaction);

        Assert.Throws<InvalidOperationException>(() => kept.Put(Note.Documents, new Note("1", "too late")));
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        await Store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Put(new Note("1", "text")));
    }

    [Fact]
    public async Task Slices_of_five_hundred_can_be_scanned_and_deleted()
    {
        await Put([.. Enumerable.Range(0, 1_200).Select(i => new Note($"{i:0000}", "text", "place"))]);

        var deleted = 0;
        for (var slice = 500; slice == 500;)
        {
            slice = await Store.WriteAsync(transaction =>
            {
                var notes = transaction.Scan(Note.Documents, 500);
                foreach (var note in notes)
                {
                    transaction.Delete(Note.Documents, note.Id);
                }

                return notes.Count;
            });
            deleted += slice;
        }

        Assert.Equal(1_200, deleted);
        Assert.Empty(await Store.ReadAsync(reader => reader.Find(Note.Documents, "place", "place", 1)));
    }

    private protected Task Put(params Note[] notes) => Store.WriteAsync(transaction =>
    {
        foreach (var note in notes)
        {
            transaction.Put(Note.Documents, note);
        }

        return true;
    });

    private protected Task Increment(string id) => Store.WriteAsync(transaction =>
    {
        var counter = transaction.Get(Counter.Documents, id) ?? new Counter(id, 0);
        transaction.Put(Counter.Documents, counter with { Value = counter.Value + 1 });
        return true;
    });

    private Task<bool> PutExpecting(Note note, long version) => Store.WriteAsync(transaction =>
    {
        transaction.Put(Note.Documents, note, version);
        return true;
    });

    private Task<long> Version(string id) => Store.ReadAsync(reader => reader.Version(Note.Documents, id));

    private async Task<List<string>> Texts(Func<IStoreReader, IReadOnlyList<Note>> read) =>
        [.. (await Store.ReadAsync(read)).Select(note => note.Text)];
}
