using Moomken.Bot.Host.Storage;
using Moomken.Bot.Host.Storage.LiteDb;
using Moomken.Bot.Host.Storage.Moving;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Incidents;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage.Postgres;

/// <summary>A data folder goes into PostgreSQL whole, also when the move is cut off and begun again.</summary>
public sealed class MoveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Everything_of_a_data_folder_is_in_the_database_afterwards_with_its_versions()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        await Fill(450);

        var moved = await Move(database);

        Assert.Equal(450, moved.Single(kind => kind.Kind == "taken_codes").Written);
        await using var store = Open(database);
        await store.ReadAsync(reader =>
        {
            Assert.Equal(450, reader.Scan(TakenCode.Documents, 1_000).Count);
            Assert.Equal(2, reader.Version(TakenCode.Documents, "00000007"));
            return true;
        });
    }

    [Fact]
    public async Task Begun_again_it_goes_on_and_what_changed_since_is_written_again()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        await Fill(450);
        await Copy(database);
        await Fill(460);

        var moved = await Move(database);

        var codes = moved.Single(kind => kind.Kind == "taken_codes");
        Assert.Equal((460, 10), (codes.Documents, codes.Written));
    }

    [Fact]
    public async Task A_database_that_has_data_of_its_own_is_refused()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        await Fill(3);
        await using (var store = Open(database))
        {
            await store.WriteAsync(transaction =>
            {
                transaction.Put(TakenCode.Documents, new TakenCode("ABCDEFGH"));
                return true;
            });
        }

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => Move(database));

        Assert.Contains("has documents already", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_half_filled_database_does_not_serve_and_a_moved_folder_does_not_either()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        await Fill(3);
        await using (var store = Open(database))
        {
            MoveMarks.Begin(store, folder.Path);
            Assert.Contains("not finished", Assert.Throws<StoreUnavailableException>(() => MoveMarks.RefuseUnfinished(store)).Message, StringComparison.Ordinal);
        }

        await Move(database);

        await using var moved = Open(database);
        MoveMarks.RefuseUnfinished(moved);
        Assert.Contains("was moved to PostgreSQL", Assert.Throws<StoreUnavailableException>(() => OpenStorage.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("already", Assert.Throws<StoreUnavailableException>(() => MoveMarks.Begin(moved, folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_was_sent_and_is_still_pending_is_known_as_sent_there_too()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        await Fill(1);
        using (var log = SentLogFile.Open(folder.Path))
        {
            log.Append("message 1", "provider 1");
        }

        await Move(database);

        await using var store = Open(database);
        var sent = new PostgresSentLog(store);
        await sent.LookUpAsync(["message 1", "message 2"], CancellationToken.None);
        Assert.Equal("provider 1", Assert.Single(sent.Recovered).Value);
    }

    public void Dispose() => folder.Dispose();

    private PostgresStore Open(string database) =>
        PostgresStore.Open(new PostgresOptions { ConnectionString = database }, KeyFile.Open(folder.Path), TimeProvider.System);

    private async Task<IReadOnlyList<MovedKind>> Move(string database)
    {
        var moved = await Copy(database);
        await using var store = Open(database);
        MoveMarks.Finish(store, folder.Path, DateTimeOffset.UnixEpoch);
        return moved;
    }

    private async Task<IReadOnlyList<MovedKind>> Copy(string database)
    {
        using var vault = KeyFile.Open(folder.Path);
        await using var from = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder.Path }, vault, TimeProvider.System);
        await using var to = PostgresStore.Open(new PostgresOptions { ConnectionString = database }, vault, TimeProvider.System);
        using var sent = SentLogFile.Open(folder.Path);
        MoveMarks.Begin(to, folder.Path);
        return await new StoreMove(from, to, sent).RunAsync();
    }

    private async Task Fill(int count)
    {
        using var vault = KeyFile.Open(folder.Path);
        await using var store = LiteDbStore.Open(new LiteDbStoreOptions { DataDirectory = folder.Path }, vault, TimeProvider.System);
        foreach (var round in (int[])[1, 2])
        {
            await store.WriteAsync(transaction =>
            {
                for (var i = 0; i < count; i++)
                {
                    if (transaction.Version(TakenCode.Documents, $"{i:00000000}") < round)
                    {
                        transaction.Put(TakenCode.Documents, new TakenCode($"{i:00000000}"));
                    }
                }

                return true;
            });
        }
    }
}
