using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Moomken.Bot.Host.Nodes;
using Moomken.Bot.Host.Storage.Postgres;
using Moomken.Bot.Host.Tests.Storage;
using Moomken.Bot.Host.Tests.Storage.Postgres;
using Moomken.Bot.Messages;
using Moomken.Bot.Sealing;
using Xunit;

namespace Moomken.Bot.Host.Tests.Nodes;

/// <summary>What one node has committed is heard by the others at once, and not only found by their sweeps.</summary>
public class HeardBellsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_one_node_rings_the_other_hears_and_not_the_one_that_rang()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        using var vault = TestVault.New();
        await using var first = await Node.Start(database, vault);
        await using var second = await Node.Start(database, vault);

        first.Bell.Ring("outbox", "conversation-1");
        second.Bell.Ring("webchat", "conversation-2");

        Assert.Equal(("outbox", "conversation-1"), await second.Next());
        Assert.Equal(("webchat", "conversation-2"), await first.Next());
        Assert.Empty(first.Heard);
        Assert.Empty(second.Heard);
    }

    [Fact]
    public async Task A_burst_of_many_ids_is_heard_whole()
    {
        var database = await (await TestCluster.Get()).NewDatabase();
        using var vault = TestVault.New();
        await using var first = await Node.Start(database, vault);
        await using var second = await Node.Start(database, vault);
        var ids = Enumerable.Range(0, 2_000).Select(number => $"{number:x64}").ToHashSet(StringComparer.Ordinal);

        foreach (var id in ids)
        {
            first.Bell.Ring("outbox", id);
        }

        var heard = new HashSet<string>(StringComparer.Ordinal);
        while (heard.Count < ids.Count)
        {
            heard.Add((await second.Next()).Id);
        }

        Assert.True(heard.SetEquals(ids));
    }

    /// <summary>A bell with the session through which it hears the others.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private readonly PostgresStore store;
        private readonly NodeSession session;
        private readonly SemaphoreSlim came = new(0);

        private Node(string database, Vault vault)
        {
            store = PostgresStore.Open(new PostgresOptions { ConnectionString = database }, vault, TimeProvider.System);
            Bell = new NodeBell(store, NullLogger<NodeBell>.Instance);
            session = new NodeSession(store, Held, Bell, new Dictionary<string, IChannel>(), TimeProvider.System, NullLogger<NodeSession>.Instance);
            Bell.Heard += (topic, ids) =>
            {
                foreach (var id in ids)
                {
                    Heard.Enqueue((topic, id));
                    came.Release();
                }
            };
        }

        public NodeBell Bell { get; }

        public ConcurrentQueue<(string Topic, string Id)> Heard { get; } = new();

        private HeldLeases Held { get; } = new(TimeProvider.System);

        /// <summary>Listening: it listens before it asks for leases for the first time.</summary>
        public static async Task<Node> Start(string database, Vault vault)
        {
            var node = new Node(database, vault);
            await node.Bell.StartAsync(TestContext.Current.CancellationToken);
            await node.session.StartAsync(TestContext.Current.CancellationToken);
            using var limit = new CancellationTokenSource(Patience);
            while (node.Held.Spell == 0)
            {
                limit.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            return node;
        }

        public async Task<(string Topic, string Id)> Next()
        {
            Assert.True(await came.WaitAsync(Patience), "nothing was heard");
            Assert.True(Heard.TryDequeue(out var heard));
            return heard;
        }

        public async ValueTask DisposeAsync()
        {
            await session.StopAsync(CancellationToken.None);
            await Bell.StopAsync(CancellationToken.None);
            session.Dispose();
            Bell.Dispose();
            came.Dispose();
            await store.DisposeAsync();
        }
    }
}
