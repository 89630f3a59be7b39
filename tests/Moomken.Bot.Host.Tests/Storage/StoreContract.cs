using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

/// <summary>What every store does. One small class per store runs it.</summary>
public abstract class StoreContract : IAsyncLifetime
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
    public async Task Scan_gives_pages_in_the_order_of_the_ids()
    {
        string[] ids = ["", "z", "A", "a", "ب", "ا", "10", "9", "😀", "é"];
        await Put([.. ids.Skip(1).Select(id => new Note(id, id))]);

        var pages = new List<string>();
        for (string? after = null; ;)
        {
            var page = await Store.ReadAsync(reader => reader.Scan(Note.Documents, 4, after));
            pages.AddRange(page.Select(note => note.Id));
            if (page.Count < 4)
            {
                break;
            }

            after = page[^1].Id;
        }

        Assert.Equal(ids.Skip(1).Order(StringComparer.Ordinal), pages);
    }

    [Fact]
    public async Task Find_gives_pages_of_one_key_in_the_order_of_the_ids()
    {
        var notes = Enumerable.Range(0, 150).Select(i => new Note($"{i:000}", "text", i % 2 == 0 ? "بنغازي" : "سبها")).ToArray();
        await Put(notes);

        var first = await Store.ReadAsync(reader => reader.Find(Note.Documents, "place", "بنغازي", 70));
        var second = await Store.ReadAsync(reader => reader.Find(Note.Documents, "place", "بنغازي", 70, first[^1].Id));

        Assert.Equal(notes.Where(note => note.Place == "بنغازي").Select(note => note.Id), first.Concat(second).Select(note => note.Id));
        Assert.Equal(5, second.Count);
    }

    [Fact]
    public async Task Keys_of_different_indexes_and_keys_that_begin_alike_are_kept_apart()
    {
        await Put(new Note("1", "a", Place: "sabha"), new Note("2", "b", Author: "sabha"), new Note("3", "c", Place: "sabha2"), new Note("4", "d", Place: "Sabha"));

        Assert.Equal(["a"], await Texts(reader => reader.Find(Note.Documents, "place", "sabha", 10)));
        Assert.Equal(["b"], await Texts(reader => reader.Find(Note.Documents, "author", "sabha", 10)));
        Assert.Equal([], await Texts(reader => reader.Find(Note.Documents, "place", "", 10)));
    }

    [Fact]
    public async Task A_document_is_found_by_the_keys_it_has_now()
    {
        await Put(new Note("1", "text", "طبرق", "ana"), new Note("2", "other", "طبرق"));
        await Put(new Note("1", "text", "درنة", "ana"));

        Assert.Equal(["other"], await Texts(reader => reader.Find(Note.Documents, "place", "طبرق", 10)));
        Assert.Equal(["text"], await Texts(reader => reader.Find(Note.Documents, "place", "درنة", 10)));
        Assert.Equal(["text"], await Texts(reader => reader.Find(Note.Documents, "author", "ana", 10)));

        await Put(new Note("1", "text"));
        Assert.Equal([], await Texts(reader => reader.Find(Note.Documents, "place", "درنة", 10)));
        Assert.Equal([], await Texts(reader => reader.Find(Note.Documents, "author", "ana", 10)));
    }

    [Fact]
    public async Task An_undeclared_index_is_an_error_that_names_it()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Store.ReadAsync(reader => reader.Find(Note.Documents, "colour", "x", 1)));

        Assert.Contains("colour", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("مرحبا 😀 \u200f123\u200f", "سبها/١٢٣")]
    [InlineData("tab\t quote\" back\\slash \u0001", "line\nbreak")]
    public async Task Texts_and_ids_of_any_script_come_back(string text, string id)
    {
        await Put(new Note(id, text, text));

        var found = await Store.ReadAsync(reader => reader.Get(Note.Documents, id));

        Assert.Equal(id, found!.Id);
        Assert.Equal(id, Assert.Single(await Store.ReadAsync(reader => reader.Find(Note.Documents, "place", text, 5))).Id);
    }

    [Fact]
    public async Task Ids_that_differ_only_in_case_or_in_marks_are_different()
    {
        string[] ids = ["abc", "ABC", "Abc", "é", "e\u0301", "أ", "ا"];
        await Put([.. ids.Select(id => new Note(id, $"text of {id}"))]);

        foreach (var id in ids)
        {
            Assert.Equal($"text of {id}", (await Store.ReadAsync(reader => reader.Get(Note.Documents, id)))!.Text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("خخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخ")]
    public async Task An_id_that_cannot_be_kept_is_refused_and_hurts_nobody(string id)
    {
        var neighbour = Put(new Note("neighbour", "text"));

        await Assert.ThrowsAsync<ArgumentException>(() => Put(new Note("1", "text"), new Note(id, "text")));
        await neighbour;

        Assert.Equal(["neighbour"], (await Store.ReadAsync(reader => reader.Scan(Note.Documents, 9))).Select(note => note.Id));
        Assert.Null(await Store.ReadAsync(reader => reader.Get(Note.Documents, id)));
    }

    [Fact]
    public async Task Half_a_surrogate_is_kept_from_ids_and_does_no_harm_in_texts()
    {
        // On disk it would become a replacement character, and two ids one.
        await Assert.ThrowsAsync<ArgumentException>(() => Put(new Note("half \ud83d", "text")));

        await Put(new Note("1", "half \ud83d and more"));

        Assert.StartsWith("half ", (await Store.ReadAsync(reader => reader.Get(Note.Documents, "1")))!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_of_a_megabyte_is_kept_whole()
    {
        var text = string.Concat(Enumerable.Repeat("شاهدتُ ما يلي. ", 70_000));

        await Put(new Note("big", text), new Note("small", "x"));
        await Put(new Note("big", text + "end"));

        Assert.Equal(text + "end", (await Store.ReadAsync(reader => reader.Get(Note.Documents, "big")))!.Text);
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
