using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Storage;
using Npgsql;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage.Postgres;

/// <summary>What two nodes, a server that goes away and a hostile document do to the store in PostgreSQL.</summary>
public class PostgresFaultTests
{
    [Fact]
    public async Task Two_nodes_lose_no_update_of_the_same_documents_and_never_wait_for_each_other_for_ever()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        await using var one = Open(database);
        await using var two = Open(database);
        var nodes = new[] { one, two };

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => nodes[i % 2].WriteAsync($"conversation {i % 7}", transaction => Add(transaction, $"{i % 5}", $"{(i + 1) % 5}"))));

        var counters = await one.ReadAsync(reader => reader.Scan(Counter.Documents, 10));
        Assert.Equal(800, counters.Sum(counter => counter.Value));
    }

    [Fact]
    public async Task A_node_that_read_an_old_state_writes_on_the_new_one()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        await using var one = Open(database);
        await using var two = Open(database);
        await one.WriteAsync("a", transaction => Add(transaction, "1"));
        for (var i = 0; i < 20; i++)
        {
            // Each remembers what it wrote last; the other has changed it since, and once deleted it.
            var deletes = i == 10;
            await (i % 2 == 0 ? two : one).WriteAsync("a", transaction => deletes ? Delete(transaction, "1") : Add(transaction, "1"));
        }

        Assert.Equal(9, (await one.ReadAsync(reader => reader.Get(Counter.Documents, "1")))!.Value);
    }

    [Fact]
    public async Task What_the_database_refuses_fails_alone()
    {
        var cluster = await TestCluster.Get();
        var database = await cluster.NewDatabase();
        await using var store = Open(database);
        await store.WriteAsync(transaction => Add(transaction, "first"));
        await cluster.Do(NameOf(database), "ALTER TABLE moomken.documents ADD CHECK (id <> 'forbidden')");

        var works = Enumerable.Range(0, 30).Select(i => store.WriteAsync(transaction => Add(transaction, i == 13 ? "forbidden" : "allowed"))).ToList();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Task.WhenAll(works));

        Assert.Equal(1, works.Count(work => work.IsFaulted));
        Assert.Equal(29, (await store.ReadAsync(reader => reader.Get(Counter.Documents, "allowed")))!.Value);
    }

    [Fact]
    public async Task A_server_that_crashes_and_comes_back_has_every_acknowledged_work_once()
    {
        await using var cluster = await TestCluster.New();
        await using var store = Open(await cluster.NewDatabase());
        await store.WriteAsync(transaction => Add(transaction, "0"));
        var (acknowledged, refused, stop) = (0, 0, false);
        var load = Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            while (!stop)
            {
                try
                {
                    await store.WriteAsync($"{worker}", transaction => Add(transaction, $"{worker}"));
                    Interlocked.Increment(ref acknowledged);
                }
                catch (StoreUnavailableException)
                {
                    Interlocked.Increment(ref refused);
                    await Task.Yield();
                }
            }
        })));
        for (var round = 0; round < 3; round++)
        {
            await Until(() => Volatile.Read(ref acknowledged) > (round + 1) * 50);
            await cluster.Crash();
            await cluster.Start();
        }

        await Until(() => Volatile.Read(ref acknowledged) > 250);
        stop = true;
        await load;

        // Every outcome was found out, so the numbers agree to the last one; a refused work left nothing.
        var counted = (await store.ReadAsync(reader => reader.Scan(Counter.Documents, 100))).Sum(counter => counter.Value);
        Assert.Equal(acknowledged + 1, counted);
        Assert.Null(store.Problem);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_asked_for_and_neither_lost_nor_doubled()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        await using var proxy = new CuttingProxy(new NpgsqlConnectionStringBuilder(database));
        await using var store = Open(proxy.ConnectionString);
        await store.WriteAsync("a", transaction => Add(transaction, "1"));
        for (var i = 0; i < 10; i++)
        {
            // The question gets there, the answer does not come back.
            proxy.LoseNextAnswerTo("COMMIT");
            await store.WriteAsync("a", transaction => Add(transaction, "1"));
        }

        Assert.Equal(11, (await store.ReadAsync(reader => reader.Get(Counter.Documents, "1")))!.Value);
        Assert.Equal(10, store.Counters.Lost);
    }

    [Fact]
    public async Task Another_key_file_is_refused()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        await using (Open(database))
        {
        }

        var refused = Assert.Throws<StoreUnavailableException>(() => PostgresStore.Open(new PostgresOptions { ConnectionString = database }, TestVault.New(fill: 8), TimeProvider.System));

        Assert.Contains("key file", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Password=wrong-and-secret", "user or password")]
    [InlineData("Database=nobody-made-it", "no database")]
    [InlineData("Port=1", "cannot be reached")]
    public async Task What_is_wrong_with_the_connection_is_said_without_the_password(string change, string expected)
    {
        var database = await (await TestCluster.Get()).NewDatabase();

        var refused = Assert.Throws<StoreUnavailableException>(() => Open($"{database};{change}"));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_key_nothing_in_the_database_tells_what_a_document_says()
    {
        var cluster = await TestCluster.Get();
        var database = await cluster.NewDatabase();
        await using (var store = Open(database))
        {
            await store.WriteAsync(transaction =>
            {
                transaction.Put(Note.Documents, new Note("1", "فاطمة الزروق 0912345678", "شارع الجمهورية", "canary-author"));
                return true;
            });
        }

        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var all = new NpgsqlCommand("SELECT d::text || coalesce((SELECT string_agg(k::text, ' ') FROM moomken.keys k), '') || encode(d.body, 'escape') FROM moomken.documents d", connection);
        var text = (string)(await all.ExecuteScalarAsync())!;
        Assert.DoesNotContain("0912345678", text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        Assert.DoesNotContain("الجمهورية", text, StringComparison.Ordinal);
    }

    private static PostgresStore Open(string database) => PostgresStore.Open(new PostgresOptions { ConnectionString = database }, TestVault.New(), TimeProvider.System);

    private static string NameOf(string database) => new NpgsqlConnectionStringBuilder(database).Database!;

    private static bool Add(IStoreTransaction transaction, params string[] ids)
    {
        foreach (var id in ids)
        {
            var counter = transaction.Get(Counter.Documents, id) ?? new Counter(id, 0);
            transaction.Put(Counter.Documents, counter with { Value = counter.Value + 1 });
        }

        return true;
    }

    private static bool Delete(IStoreTransaction transaction, string id)
    {
        transaction.Delete(Counter.Documents, id);
        return true;
    }

    private static async Task Until(Func<bool> so)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!so())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
