using Microsoft.Extensions.Logging.Abstractions;
using Moomken.Bot.Host.Nodes;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Host.Tests.Storage.Postgres;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Npgsql;
using Xunit;

namespace Moomken.Bot.Host.Tests.Nodes;

public class NodeSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_leases_are_renewed_also_when_less_than_a_millisecond_is_left_to_wait()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        await using var store = PostgresStore.Open(new PostgresOptions { ConnectionString = database }, TestVault.New(), TimeProvider.System);
        var time = new JumpingClock();
        using var bell = new NodeBell(store, NullLogger<NodeBell>.Instance);
        using var session = new NodeSession(store, new HeldLeases(time), bell, new Dictionary<string, IChannel>(), time, NullLogger<NodeSession>.Instance);
        await session.StartAsync(TestContext.Current.CancellationToken);

        var seen = new HashSet<DateTime>();
        using var limit = new CancellationTokenSource(Patience);
        while (seen.Count < 5 && !limit.IsCancellationRequested)
        {
            seen.UnionWith(await Until(database));
        }

        await session.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public void Leases_that_ran_out_and_came_back_are_another_spell_and_those_that_were_renewed_in_time_are_not()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var held = new HeldLeases(time);
        var terms = new Dictionary<string, long> { ["telegram/1"] = 4 };
        held.Set(held.Clock(), terms);
        var first = held.Spell;
        time.Advance(TimeSpan.FromSeconds(6));
        held.Set(held.Clock(), terms);
        Assert.Equal(first, held.Spell);

        time.Advance(TimeSpan.FromSeconds(8));
        Assert.Null(held.Term("telegram/1"));
        held.Set(held.Clock(), terms);
        Assert.NotEqual(first, held.Spell);
        Assert.Equal(4, held.Term("telegram/1"));
    }

    [Fact]
    public async Task A_lease_that_was_given_back_and_is_won_again_has_a_later_term()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        using var vault = TestVault.New();
        var first = await TermOfOneLife(database, vault);
        var second = await TermOfOneLife(database, vault);
        var again = await TermOfOneLife(database, vault);
        Assert.True(first < second && second < again, $"{first}, {second}, {again}");
    }

    /// <summary>Wins at once, since the one before it gave back what it had, and gives back itself.</summary>
    private static async Task<long> TermOfOneLife(string database, Vault vault)
    {
        await using var store = PostgresStore.Open(new PostgresOptions { ConnectionString = database }, vault, TimeProvider.System);
        using var bell = new NodeBell(store, NullLogger<NodeBell>.Instance);
        var held = new HeldLeases(TimeProvider.System);
        using var session = new NodeSession(store, held, bell, new Dictionary<string, IChannel>(), TimeProvider.System, NullLogger<NodeSession>.Instance);
        await session.StartAsync(TestContext.Current.CancellationToken);
        using var limit = new CancellationTokenSource(Patience);
        long? term;
        while ((term = held.Term(NodeSession.Rounds)) is null)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await session.StopAsync(TestContext.Current.CancellationToken);
        await session.ReleaseAsync();
        return term.Value;
    }

    private static async Task<List<DateTime>> Until(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var select = new NpgsqlCommand("SELECT until FROM moomken.leases", connection);
        await using var reader = await select.ExecuteReaderAsync();
        var found = new List<DateTime>();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetDateTime(0));
        }

        return found;
    }

    /// <summary>Each look finds 999.5 ms gone since the look before, so that half a millisecond of a second's pause is left.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref ticks, 9_995_000);
    }
}
